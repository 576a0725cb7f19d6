import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { problemOf } from "@/lib/connectors/acumatica/scripted-erp";
import { control, document, open, party, reachTwinSite, state } from "@/lib/connectors/acumatica/twin-site";
import type { Erp } from "@/lib/connectors/contract";
import type { SalesOrderDocument } from "@/lib/domain/documents/sales-order";
import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";

const twin = createAcumaticaTwin({ maxApiUsers: 2, odataPageSize: 3 });

beforeAll(async () => reachTwinSite(await twin.start()));
afterAll(() => twin.stop());
afterEach(() => control("POST", "reset"));

describe("the whole connector against the twin", () => {
  it("takes an order from creation to invoice and tracking, and leaves no session behind", async () => {
    const erp = open();
    const created = await erp.createSalesOrder(document("243987112"));
    expect(created).toMatchObject({ orderType: "EM", customerOrder: "243987112", status: "Open", cancelled: false });
    const [found] = await erp.findSalesOrders([created, { ...created, customerOrder: "1", externalRef: "O'Neil+1" }]);
    expect(found).toEqual(created);
    expect((await state()).salesOrders[0]).toMatchObject({
      Hold: false,
      ShipToAddress: { AddressLine1: "Str. Exemplu 1", State: "CJ" },
      BillToAddress: { State: "", PostalCode: "" },
    });

    const key = { orderType: "EM", number: created.number };
    expect((await erp.readProgress(key)).shipments).toEqual([]);
    await control("POST", "staff/all", { orderType: "EM", orderNbr: created.number });
    const progress = await erp.readProgress(key);
    expect(progress).toMatchObject({ status: "Completed", cancelled: false });

    const [shipped] = progress.shipments;
    const shipment = await erp.readShipment(shipped?.number ?? "");
    expect(shipment).toMatchObject({ confirmed: true, cancelled: false, packages: [{ trackingNumber: null }] });
    await erp.writeTracking(shipment.number, "4EMG123");
    await erp.writeTracking(shipment.number, "4EMG123");
    const tracked = await erp.readShipment(shipment.number);
    expect(tracked.packages.map(({ trackingNumber }) => trackingNumber)).toEqual(["4EMG123"]);

    const [invoiceKey] = progress.invoices;
    const invoice = await erp.readInvoice(invoiceKey ?? { type: "", number: "" });
    expect(invoice).toMatchObject({ released: true, orders: [key] });
    const [file] = invoice.files;
    expect(file?.name).toMatch(/^[^\\]+\.pdf$/);
    if (!file) throw new Error("no file");
    const bytes = await erp.downloadFile(file, 1_000_000);
    expect(Buffer.from(bytes).toString("base64")).toBe(twin.state.files[0]?.base64);
    expect((await problemOf(erp.downloadFile(file, 10))).kind).toBe("rejected");

    await erp.close();
    expect((await state()).sessions).toMatchObject({ logins: 1, logouts: 1, open: 0, maxOpen: 1 });
  });

  it("cancels an open order, twice without harm, and not one that shipped", async () => {
    const erp = open();
    const [kept, shipped] = [await erp.createSalesOrder(document("1")), await erp.createSalesOrder(document("2"))];
    await erp.cancelSalesOrder(kept);
    await erp.cancelSalesOrder(kept);
    expect((await erp.findSalesOrders([kept]))[0]?.cancelled).toBe(true);
    await control("POST", "staff/ship", { orderType: "EM", orderNbr: shipped.number });
    expect(await problemOf(erp.cancelSalesOrder(shipped))).toMatchObject({ code: "refused", kind: "rejected" });
    await erp.close();
  });

  it("creates one document where the channel's id is the number, whatever is lost on the way", async () => {
    const erp = open();
    const numbered = document("243987113", { orderType: "EC", number: "243987113" });
    twin.faults.add({ route: "^PUT .*/SalesOrder", kind: "drop-after", times: 1 });
    expect((await problemOf(erp.createSalesOrder(numbered))).kind).toBe("unknown");
    expect((await erp.createSalesOrder(numbered)).number).toBe("243987113");
    expect(twin.state.salesOrders).toHaveLength(1);
    await erp.close();
  });

  it("lists the Sales Orders of a period and type, cancelled ones too, over any number of pages", async () => {
    const erp = open();
    const days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"];
    for (const [i, date] of days.entries()) await erp.createSalesOrder(document(String(i), { date }));
    await erp.createSalesOrder(document("9", { date: "2026-03-02", orderType: "SO" }));
    const [, second] = await erp.listSalesOrders({ orderType: "EM", from: "2026-03-01", to: "2026-03-04" });
    if (second) await erp.cancelSalesOrder(second);
    const listed = await erp.listSalesOrders({ orderType: "EM", from: "2026-03-02", to: "2026-03-03" });
    expect(listed).toMatchObject([
      { customerOrder: "1", externalRef: "EMAG-RO-1", date: "2026-03-02", cancelled: true },
      { customerOrder: "2", externalRef: "EMAG-RO-2", date: "2026-03-03", cancelled: false },
    ]);
    expect(await erp.listSalesOrders({ orderType: "EM", from: "2027-03-02", to: "2027-03-03" })).toEqual([]);
    await erp.close();
  });

  it("finds a Sales Order that was archived since, so that none is created beside it", async () => {
    const erp = open();
    const created = await erp.createSalesOrder(document("1"));
    await control("POST", "archive/SalesOrder", { keys: ["EM", created.number] });
    expect(await erp.findSalesOrders([created])).toHaveLength(1);
    expect((await erp.readProgress(created)).number).toBe(created.number);
    await erp.close();
  });

  it("says what the ERP does not know", async () => {
    const erp = open();
    const [line] = document("1").lines;
    if (!line) throw new Error("no line");
    const cases: [Partial<SalesOrderDocument>, string, object][] = [
      [{ lines: [{ ...line, itemId: "NOPE" }] }, "item-unknown", { item: "NOPE" }],
      [{ lines: [{ ...line, warehouseId: "MOON" }] }, "warehouse-unknown", { warehouse: "MOON" }],
      [{ customerId: "NOBODY" }, "customer-unknown", { customer: "NOBODY" }],
      [{ orderType: "ZZ" }, "order-type-unknown", { orderType: "ZZ" }],
      [{ shipTo: { ...party, state: "XX" } }, "field-refused", { field: "ShipToAddress/State" }],
    ];
    for (const [change, code, params] of cases) {
      expect(await problemOf(erp.createSalesOrder(document("1", change)))).toMatchObject({ code, params });
    }
    expect(twin.state.salesOrders).toHaveLength(0);
    await erp.close();
  });

  it("notices a reference that was not stored", async () => {
    await control("PUT", "settings", { discardFields: ["CustomerOrder"] });
    const erp = open();
    expect((await erp.createSalesOrder(document("1"))).notStored?.field).toBe("CustomerOrder");
    await erp.close();
  });

  it("reads the same stock from every source", async () => {
    const wanted = { warehouses: ["MAIN", "OUTLET"], quantity: "available" as const };
    const sorted = async (erp: Erp, input = wanted as Parameters<Erp["readStock"]>[0]) => {
      const rows = await erp.readStock(input);
      await erp.close();
      return rows.map(({ itemId, warehouseId, quantity }) => `${itemId} ${warehouseId} ${quantity}`).sort();
    };
    const details = await sorted(open());
    expect(details).toHaveLength(twin.state.stock.length);
    expect(details.every((row) => /\d$/.test(row))).toBe(true);
    const odata = { stockSource: "odata", stockInquiry: "EmagStock" };
    expect(await sorted(open(odata))).toEqual(details);
    const shipping = { ...wanted, quantity: "availableForShipping" as const };
    expect(await sorted(open(odata), shipping)).toEqual(await sorted(open(), shipping));
    expect((await sorted(open({ stockSource: "quantity-available" }))).length).toBeGreaterThan(0);
    expect((await state()).sessions).toMatchObject({ open: 0, maxOpen: 1 });
  });

  it("asks for a token where the inquiry takes no cookie", async () => {
    await control("PUT", "settings", { odataCookie: false });
    const erp = open({ stockSource: "odata", stockInquiry: "EmagStock" });
    const problem = await problemOf(erp.readStock({ warehouses: ["MAIN"], quantity: "available" }));
    expect(problem).toMatchObject({ code: "rights-missing", kind: "rejected", params: { form: "EmagStock" } });
    await erp.close();
    expect((await state()).sessions.open).toBe(0);
  });

  it("works with an OAuth account, and goes on when its session ends", async () => {
    const { clientId, clientSecret } = twin.settings.oauth;
    const erp = open({ branch: "MAIN" }, { method: "oauth", clientId: clientId.split("@")[0], clientSecret });
    const created = await erp.createSalesOrder(document("1"));
    await control("POST", "sessions/expire");
    expect(await erp.findSalesOrders([created])).toHaveLength(1);
    await erp.close();
    expect((await state()).sessions.open).toBe(0);
  });

  it("says who is refused at the door, and locks no account", async () => {
    const wrong = open({}, { password: "wrong" });
    for (let call = 1; call <= 6; call += 1) {
      expect((await problemOf(wrong.findSalesOrders([document("1")]))).code).toBe("credentials-refused");
    }
    await wrong.close();
    expect((await problemOf(open({ tenant: "MOON" }).findSalesOrders([document("1")]))).code).toBe("tenant-wrong");
    const seated = [open(), open()];
    for (const erp of seated) await erp.findSalesOrders([document("1")]);
    expect(await problemOf(open().findSalesOrders([document("1")]))).toMatchObject({
      code: "seats-taken",
      kind: "limited",
    });
    for (const erp of seated) await erp.close();
    expect((await state()).sessions).toMatchObject({ open: 0, logins: 2, logouts: 2 });
  });

  it("reads through a restart of the site", async () => {
    const erp = open();
    await erp.findSalesOrders([document("1")]);
    twin.faults.add({ route: "GET .*/SalesOrder", kind: "html", status: 503, times: 1 });
    twin.faults.add({ route: "GET .*/SalesOrder", kind: "drop-before", times: 1 });
    expect(await erp.findSalesOrders([document("1")])).toEqual([]);
    await erp.close();
  });

  it("reports on everything the settings name", async () => {
    await control("PUT", "settings", { forbidden: ["SalesInvoice"] });
    const wanted = {
      orderTypes: ["EM"],
      customers: ["EMAG", "NOBODY"],
      warehouses: ["MAIN", "MOON"],
      items: ["SHIPPING", "NOPE"],
    };
    const erp = open();
    const findings = await erp.test(wanted);
    await erp.close();
    expect(Object.fromEntries(findings.map(({ subject, problem }) => [subject, problem?.code ?? "fine"]))).toEqual({
      "sign-in": "fine",
      "endpoint Default 24.200.001": "fine",
      "rights SalesOrder": "fine",
      "rights Shipment": "fine",
      "rights SalesInvoice": "rights-missing",
      "orderType EM": "fine",
      "protection EM": "fine",
      "customer EMAG": "fine",
      "customer NOBODY": "customer-unknown",
      "warehouse MAIN": "fine",
      "warehouse MOON": "warehouse-unknown",
      "stock storage-details": "fine",
      "item SHIPPING": "fine",
      "item NOPE": "item-unknown",
    });
    const refused = await open({}, { password: "wrong" }).test(wanted);
    expect(refused.map(({ subject, problem }) => [subject, problem?.code])).toEqual([
      ["sign-in", "credentials-refused"],
    ]);
    const old = await open({ version: "18.200.001" }).test({ ...wanted, customers: [], warehouses: [], items: [] });
    expect(old.find(({ subject }) => subject.startsWith("endpoint"))?.problem?.code).toBe("field-refused");
  });

  it("never touches an invoice", async () => {
    const erp = open();
    const created = await erp.createSalesOrder(document("1"));
    await control("POST", "staff/all", { orderType: "EM", orderNbr: created.number });
    const before = JSON.stringify((await state()).invoices);
    const { invoices, shipments } = await erp.readProgress(created);
    for (const key of invoices) await erp.readInvoice(key);
    for (const { number } of shipments) await erp.writeTracking(number, "AWB1");
    await sleep(10);
    expect(JSON.stringify((await state()).invoices)).toBe(before);
    await erp.close();
  });
});
