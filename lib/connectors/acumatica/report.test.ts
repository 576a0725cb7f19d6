import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { otherwise, problemOf, scriptedErp } from "@/lib/connectors/acumatica/scripted-erp";
import { control, document, openHasty, reachTwinSite, sharedMemory, state } from "@/lib/connectors/acumatica/twin-site";
import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";

const twin = createAcumaticaTwin({ maxApiUsers: 1 });
beforeAll(async () => reachTwinSite(await twin.start()));
afterAll(() => twin.stop());
afterEach(() => control("POST", "reset"));

const report = { invoiceReport: "InvoiceReport", invoiceReportNumber: "ReferenceNumber" };
const settings = { endpoint: "MEGZO", version: "1.0", ...report, invoiceReportType: "DocumentType" };

async function released(over: object = {}) {
  const erp = openHasty({ ...settings, ...over }, {}, sharedMemory());
  const created = await erp.createSalesOrder(document("1"));
  for (const step of ["ship", "confirm", "invoice", "release"])
    await control("POST", `staff/${step}`, { orderType: "EM", orderNbr: created.number });
  const [key] = (await erp.readProgress(created)).invoices;
  if (!key) throw new Error("no invoice");
  return { erp, key, invoice: await erp.readInvoice(key) };
}

describe("an invoice without a file", () => {
  it("is printed by the ERP's own report, which is polled until its PDF is there", async () => {
    const { erp, invoice } = await released();
    const [file] = invoice.files;
    if (!file) throw new Error("no file");
    expect(file).toMatchObject({ name: `${invoice.number}.pdf`, printed: { type: "Invoice", number: invoice.number } });
    const bytes = Buffer.from(await erp.downloadFile(file, 1_000_000));
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect((await problemOf(erp.downloadFile(file, 10))).kind).toBe("rejected");
    await erp.close();
    const { requests, sessions } = await state();
    expect(requests["POST InvoiceReport"]).toBe(2);
    expect(sessions).toMatchObject({ open: 0, maxOpen: 1 });
  });

  it("is not printed while it is a draft, nor where the settings name no report", async () => {
    const { erp, invoice, key } = await released({ invoiceReport: undefined });
    expect(invoice.files).toEqual([]);
    await erp.close();
    await control("PUT", "records/SalesInvoice", { keys: [key.type, key.number], values: { Status: "Balanced" } });
    const draft = openHasty(settings, {}, sharedMemory());
    expect((await draft.readInvoice(key)).files).toEqual([]);
    await draft.close();
  });

  it("says which report the user has no right on, and reads through a lost printing", async () => {
    const { erp, invoice } = await released();
    const [file] = invoice.files;
    if (!file) throw new Error("no file");
    twin.faults.add({ route: "GET .*/report/PDF/", kind: "drop-before", times: 1 });
    expect((await erp.downloadFile(file, 1_000_000)).byteLength).toBeGreaterThan(500);
    await control("PUT", "settings", { forbidden: ["InvoiceReport"] });
    expect(await problemOf(erp.downloadFile(file, 1_000_000))).toMatchObject({
      code: "rights-missing",
      params: { form: "InvoiceReport" },
    });
    await erp.close();
  });

  it("of a type the report cannot be told is left alone: two documents may share a number", async () => {
    const credit = { Type: { value: "Credit Memo" }, ReferenceNbr: { value: "000001" }, Status: { value: "Open" } };
    const { erp } = scriptedErp(
      (_request, path) => (path.includes("/auth/") ? otherwise : { status: 200, json: credit }),
      report,
    );
    expect((await erp.readInvoice({ type: "Credit Memo", number: "000001" })).files).toEqual([]);
  });
});
