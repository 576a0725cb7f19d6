import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { readInvoiceList } from "@/lib/db/invoices/invoice-list";
import { reopenAttachment } from "@/lib/db/invoices/invoices";
import { invoices } from "@/lib/db/schema";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { erpLedger, placeOrder, staff } from "../../support/exactly-once/ledger";
import { invoiceWorld } from "../../support/invoice-world";

const world = invoiceWorld();
const { beat, orderOf, documentsOf, stepOf, attachmentsOf, numberOf, invoicedOrder, until, delivered } = world;

const stateOf = async (id: string) => (await readInvoiceList(world.harness.ctx.db, (await orderOf(id)).id))[0]?.state;

describe("several documents of one order", () => {
  it("covers two shipments with an invoice each: the later one follows although the first was done, none twice", async () => {
    const id = await placeOrder(world.harness, { lines: [{ sku: "MUG-03", quantity: 2 }] });
    await beat();
    const number = await numberOf(id);
    await staff(world.harness, "ship", number, { quantities: { "MUG-03": 1 } });
    for (const step of ["confirm", "invoice", "release", "attach"] as const) await staff(world.harness, step, number);
    await delivered(id);
    expect(await stepOf(id)).toMatchObject({ state: "done" });
    await staff(world.harness, "ship", number);
    for (const step of ["confirm", "invoice", "release"] as const) await staff(world.harness, step, number);
    await beat();
    const [, later] = await documentsOf(id);
    expect(later).toMatchObject({ waitReason: "invoice-file", sha256: null });
    await staff(world.harness, "attach", number, { filename: `${later?.invoiceNumber}.pdf` });
    await until(async () => (await documentsOf(id))[1]?.deliveredAt !== null, "delivered the second invoice");
    const attachments = await attachmentsOf(id);
    expect(attachments.map(({ name }) => name)).toEqual(
      (await documentsOf(id)).map(({ invoiceNumber }) => `Factura ${invoiceNumber}`),
    );
    expect(new Set(attachments.map(({ url }) => url)).size).toBe(2);
    expect(attachments.every(({ saves }) => saves === 1)).toBe(true);
  }, 90_000);

  it.each([[true], [false]])(
    "follows a correction: the credit note and the new invoice go out, the first stays (lines name the order: %s)",
    async (creditNamesOrder) => {
      const id = await invoicedOrder();
      await delivered(id);
      await staff(world.harness, "correct", await numberOf(id), { creditNamesOrder });
      await delivered(id, 3);
      const names = (await attachmentsOf(id)).map(({ name }) => name.replace(/[\d]+$/, ""));
      expect(names[0]).toBe("Factura INV");
      expect([...names].sort()).toEqual(["Factura INV", "Factura INV", "Factura storno CM"]);
      expect(await stepOf(id)).toMatchObject({ state: "done" });
      await beat();
      expect(await attachmentsOf(id)).toHaveLength(3);
    },
    90_000,
  );

  it("never sends an invoice that covers two buyers' orders", async () => {
    const ids = [await placeOrder(world.harness), await placeOrder(world.harness)];
    await beat();
    const shared = [];
    for (const id of ids) {
      const orderNbr = await numberOf(id);
      await staff(world.harness, "ship", orderNbr);
      await staff(world.harness, "confirm", orderNbr);
      shared.push({ orderType: "EM", orderNbr });
    }
    const together = { orders: shared };
    for (const step of ["invoice", "release", "attach"] as const) await staff(world.harness, step, "", together);
    for (let round = 0; round < 3; round += 1) await beat();
    for (const id of ids) {
      expect(await attachmentsOf(id)).toEqual([]);
      expect((await documentsOf(id)).every(({ bytes }) => bytes === null)).toBe(true);
      expect(await stepOf(id)).toMatchObject({ state: "blocked", problem: { code: "invoice-shared" } });
    }
  }, 60_000);

  it("waits for a decision while the ERP has two PDFs of one invoice, and sends the one the seller's pattern names", async () => {
    const id = await invoicedOrder();
    await staff(world.harness, "attach", await numberOf(id), { filename: "Aviz.pdf" });
    await beat();
    expect(await stateOf(id)).toBe("needs-decision");
    expect(await stepOf(id)).toMatchObject({ state: "blocked", problem: { code: "invoice-ambiguous" } });
    expect((await stepOf(id))?.problem?.params.files).toContain("Aviz.pdf");
    expect(await attachmentsOf(id)).toEqual([]);
    const pattern = (filePattern: string) =>
      world.harness.configure(({ sellers }) => {
        for (const { integrations } of sellers)
          for (const one of integrations) {
            one.stock.enabled = false;
            one.invoices.filePattern = filePattern;
          }
      });
    await pattern("INV*.pdf");
    await retryStep(world.harness.ctx, { orderId: (await orderOf(id)).id });
    await delivered(id);
    await pattern("*.pdf");
    expect(await attachmentsOf(id)).toHaveLength(1);
    expect((await attachmentsOf(id))[0]?.name).toBe(`Factura ${(await documentsOf(id))[0]?.invoiceNumber}`);
  }, 120_000);

  it("without a file is printed once by the ERP's own report, and the buyer has that print although every other has other bytes", async () => {
    const report = { invoiceReport: "InvoiceReport", invoiceReportNumber: "ReferenceNumber" };
    const printing = (settings: object) =>
      world.harness.configure(({ sellers }) => {
        for (const { connections, integrations } of sellers) {
          for (const { slug, settings: own } of connections) if (slug === "erp") Object.assign(own, settings);
          for (const one of integrations) one.stock.enabled = false;
        }
      });
    const id = await invoicedOrder(false);
    for (let round = 0; round < 2; round += 1) await beat();
    expect(await stepOf(id)).toMatchObject({ state: "waiting", waitReason: "invoice-file" });
    await printing({ endpoint: "MEGZO", version: "1.0", ...report, invoiceReportType: "DocumentType" });
    await retryStep(world.harness.ctx, { orderId: (await orderOf(id)).id });
    await delivered(id);
    const printed = async () => (await erpLedger(world.harness)).requests["POST InvoiceReport"];
    expect(await printed()).toBe(1);
    const [document] = await documentsOf(id);
    const [attachment] = await attachmentsOf(id);
    expect(attachment?.fetches.at(-1)).toMatchObject({ sha256: document?.sha256, isPdf: true });
    // A new stamp on the invoice has it looked at again; a second print would say that the buyer holds another document.
    const { id: orderId } = await orderOf(id);
    await world.harness.ctx.db.update(invoices).set({ lookAgain: true }).where(eq(invoices.orderId, orderId));
    await reopenAttachment(world.harness.ctx.db, orderId, new Date());
    for (let round = 0; round < 2; round += 1) await beat();
    expect(await documentsOf(id)).toMatchObject([{ lookAgain: false, sha256: document?.sha256 }]);
    expect(await printed()).toBe(1);
    expect(await attachmentsOf(id)).toHaveLength(1);
    await printing({});
  }, 120_000);

  it("shows a refusal in eMAG's own words, repeats nothing by itself, and sends it when a person says so", async () => {
    const id = await invoicedOrder();
    const words = "Documentul nu a fost acceptat";
    await world.harness.twins.emag.control("POST", "/_sandbox/faults", {
      route: "/order/attachments/save",
      kind: "status",
      status: 200,
      body: JSON.stringify({ isError: true, messages: [`ERROR: ${words}`], results: [] }),
      times: 1,
    });
    for (let round = 0; round < 3; round += 1) await beat();
    expect(await stateOf(id)).toBe("refused");
    expect(await stepOf(id)).toMatchObject({
      state: "blocked",
      problem: { code: "refused", params: { message: words } },
    });
    expect(await attachmentsOf(id)).toEqual([]);
    await retryStep(world.harness.ctx, { orderId: (await orderOf(id)).id });
    await delivered(id);
    expect(await attachmentsOf(id)).toHaveLength(1);
  }, 120_000);
});
