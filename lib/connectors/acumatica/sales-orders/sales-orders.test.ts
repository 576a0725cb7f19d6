import { describe, expect, it } from "vitest";
import { erpWith, exampleSalesOrder, stored } from "@/lib/connectors/acumatica/sales-orders/example-sales-order";
import { exception, problemOf, type Reply } from "@/lib/connectors/acumatica/scripted-erp";
import { wrap } from "@/lib/connectors/acumatica/wire";
import { HttpFailure } from "@/lib/connectors/http";

describe("creating a Sales Order", () => {
  it("sends the whole document once, with one-off parties and kept prices", async () => {
    const { erp, requests } = erpWith({ status: 200, json: stored() });
    expect(await erp.createSalesOrder(exampleSalesOrder)).toEqual({
      orderType: "EM",
      number: "EM000001",
      customerOrder: "243987112",
      externalRef: "EMAG-RO-243987112",
      status: "Open",
      cancelled: false,
      total: "141.71",
    });
    const put = requests.find(({ method }) => method === "PUT")?.request;
    expect(put?.timeoutMs).toBe(120_000);
    expect(new URL(put?.url ?? "").searchParams.get("$select")).toContain("OrderNbr");
    const body = JSON.parse(put?.body ?? "");
    expect(body).toMatchObject({
      ...wrap({ OrderType: "EM", CustomerID: "EMAG", Hold: false, Date: "2026-03-02", CurrencyID: "RON" }),
      ...wrap({ CustomerOrder: "243987112", ExternalRef: "EMAG-RO-243987112" }),
      ...wrap({ ShipToAddressOverride: true, ShipToContactOverride: true, BillToAddressOverride: true }),
      ShipToContact: wrap({ Attention: "Ana Exemplu", BusinessName: "Ion Exemplu" }),
      ShipToAddress: wrap({ AddressLine1: "Str. Exemplu 1", State: "CJ", Country: "RO", PostalCode: "" }),
      BillToAddress: wrap({ State: "" }),
    });
    expect(body.Details).toEqual([
      wrap({
        InventoryID: "CHAIR-01",
        WarehouseID: "MAIN",
        OrderQty: 3,
        ManualPrice: true,
        UnitPrice: 41.314,
        LineDescription: "Chair",
        ExternalRef: "9".repeat(40),
      }),
      wrap({
        InventoryID: "VOUCHER",
        OrderQty: 1,
        ManualPrice: true,
        UnitPrice: -8.26,
        LineDescription: "Voucher",
        TaxCategory: "VAT21",
      }),
    ]);
    for (const absent of ["OrderNbr", "Branch", "FinancialSettings"]) expect(body).not.toHaveProperty(absent);
    expect(put?.headers).not.toHaveProperty("If-None-Match");
  });

  it("carries tax zone, branch and its own number where they are given, and never overwrites that number", async () => {
    const { erp, requests } = erpWith({ status: 200, json: stored({ OrderNbr: "243987112" }) });
    await erp.createSalesOrder({ ...exampleSalesOrder, number: "243987112", taxZone: "ROVAT", branch: "MAIN" });
    const put = requests.find(({ method }) => method === "PUT")?.request;
    expect(put?.headers?.["If-None-Match"]).toBe("*");
    expect(JSON.parse(put?.body ?? "")).toMatchObject({
      ...wrap({ OrderNbr: "243987112", Branch: "MAIN" }),
      FinancialSettings: wrap({ OverrideTaxZone: true, CustomerTaxZone: "ROVAT" }),
    });
  });

  const lost: [string, Reply | HttpFailure][] = [
    ["time-out", new HttpFailure("timeout", true, "late")],
    ["cut connection", new HttpFailure("reset", true, "cut")],
    ["gateway error", { status: 502, text: "<html></html>" }],
    ["redirect", { status: 302 }],
    ["empty answer", { status: 200 }],
    ["page", { status: 200, text: "<html></html>" }],
    ["half an answer", { status: 200, text: '{"OrderNbr":{"va' }],
    ["list", { status: 200, json: [] }],
    ["answer without a number", { status: 200, json: stored({ OrderNbr: "<NEW>" }) }],
  ];
  it.each(lost)("is in doubt after a %s, and never sent again", async (_what, reply) => {
    const { erp, requests } = erpWith(reply);
    expect(await problemOf(erp.createSalesOrder(exampleSalesOrder))).toMatchObject({
      code: "outcome-unknown",
      kind: "unknown",
    });
    expect(requests.filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  it("is not in doubt when nothing was sent", async () => {
    const { erp } = erpWith(new HttpFailure("connect", false, "refused"));
    expect((await problemOf(erp.createSalesOrder(exampleSalesOrder))).kind).toBe("transient");
  });

  it("adopts the document that was there first, when the number or the reference is taken", async () => {
    const taken = exception("The same customer order number is used in the EM000001 sales order.");
    for (const reply of [
      { status: 412, json: { message: "no" } },
      { status: 500, json: taken },
    ]) {
      expect((await erpWith(reply, [stored()]).erp.createSalesOrder(exampleSalesOrder)).number).toBe("EM000001");
      expect((await problemOf(erpWith(reply).erp.createSalesOrder(exampleSalesOrder))).code).toBe("duplicate-refused");
      const foreign = [stored({ ExternalRef: "EMAG-BG-243987112" })];
      expect((await problemOf(erpWith(reply, foreign).erp.createSalesOrder(exampleSalesOrder))).code).toBe(
        "duplicate-refused",
      );
    }
  });

  it("names the first value the ERP answered 200 to and did not keep, and nothing of who the buyer is", async () => {
    const notStored = async (change: object) =>
      (await erpWith({ status: 200, json: { ...stored(), ...change } }).erp.createSalesOrder(exampleSalesOrder))
        .notStored;
    expect(await notStored({ CustomerOrder: {} })).toEqual({ field: "CustomerOrder", sent: "243987112", stored: "" });
    expect(await notStored({ Hold: { value: true } })).toMatchObject({ field: "Hold" });
    expect(await notStored({ ShipToAddress: { City: { value: "București" } } })).toEqual({
      field: "ShipToAddress/City",
      sent: "",
      stored: "",
    });
    const line = (change: object) => ({ ...wrap({ InventoryID: "CHAIR-01  ", OrderQty: 3 }), ...change });
    const voucher = wrap({ InventoryID: "VOUCHER", OrderQty: 1, UnitPrice: -8.2601 });
    const lines = (change: object) => ({ Details: [line(change), voucher] });
    expect(await notStored(lines(wrap({ UnitPrice: 99 })))).toMatchObject({
      field: "Details[1]/UnitPrice",
      stored: "99",
    });
    expect(await notStored(lines(wrap({ WarehouseID: "OUTLET" })))).toMatchObject({ field: "Details[1]/WarehouseID" });
    expect(await notStored({ Details: [voucher] })).toEqual({ field: "Details", sent: "2", stored: "1" });
    for (const kept of [{}, lines({}), lines(wrap({ UnitPrice: 41.31 })), { Details: [], ShipToAddress: {} }]) {
      expect(await notStored(kept)).toBeUndefined();
    }
  });

  it("puts a Sales Order on hold by its keys alone, and says when the ERP kept it open", async () => {
    const { erp, requests } = erpWith({ status: 200, json: stored({ Status: "On Hold" }) });
    expect(await erp.holdSalesOrder({ orderType: "EM", number: "EM000001" })).toBe("On Hold");
    const put = requests.find(({ method }) => method === "PUT")?.request;
    expect(put?.headers?.["If-Match"]).toBe("*");
    expect(JSON.parse(put?.body ?? "")).toEqual(wrap({ OrderType: "EM", OrderNbr: "EM000001", Hold: true }));
    const open = erpWith({ status: 200, json: stored() }).erp;
    expect(await problemOf(open.holdSalesOrder({ orderType: "EM", number: "EM000001" }))).toMatchObject({
      code: "value-discarded",
      kind: "rejected",
    });
  });

  it("sends an older endpoint only what it knows", async () => {
    const body = async (version: string) => {
      const { erp, requests } = erpWith({ status: 200, json: stored() }, [], { version });
      await erp.createSalesOrder({ ...exampleSalesOrder, branch: "MAIN" });
      return JSON.parse(requests.find(({ method }) => method === "PUT")?.request.body ?? "");
    };
    expect(await body("23.200.001")).toMatchObject(wrap({ Branch: "MAIN" }));
    const older = await body("22.200.001");
    expect(older).not.toHaveProperty("Branch");
    expect(older).toMatchObject({ FinancialSettings: wrap({ Branch: "MAIN" }) });
    expect(older.Details[0]).toHaveProperty("ManualPrice");
    for (const absent of ["ManualPrice", "ExternalRef"])
      expect((await body("20.200.001")).Details[0]).not.toHaveProperty(absent);
  });

  it("refuses a reference that would be cut, before anything is sent", async () => {
    const { erp, requests } = erpWith({ status: 200, json: stored() });
    const problem = await problemOf(erp.createSalesOrder({ ...exampleSalesOrder, externalRef: "x".repeat(41) }));
    expect(problem).toMatchObject({ code: "field-refused", params: { field: "ExternalRef" } });
    expect(requests).toEqual([]);
  });
});
