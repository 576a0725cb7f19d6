import { describe, expect, it } from "vitest";
import { assembleSalesOrder, externalReference } from "@/lib/domain/documents/sales-order";
import { countyCode } from "@/lib/domain/mappings/county";
import { compileMapping } from "@/lib/domain/mappings/evaluate";
import { standardMappings } from "@/lib/domain/mappings/standard";
import { fieldsFor } from "@/lib/domain/mappings/targets";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { orderSettings } from "@/lib/domain/settings";

const settings = orderSettings.parse({
  orderType: "EM",
  customerId: "EMAG",
  warehouseId: "MAIN",
  shippingItemId: "SHIPPING",
  voucherItemId: "VOUCHER",
  depositItemId: "SGR",
});
const standard = compileMapping(standardMappings["sales-order"], "1", fieldsFor([], []));
const build = (order = sampleOrder(), change = {}) =>
  assembleSalesOrder(standard, {
    order,
    settings: { ...settings, ...change },
    channelSlug: "emag-ro",
    itemOf: (line) => line.sku || null,
  });

describe("the Sales Order of an order", () => {
  it("carries the channel's id in both references, at most 40 characters", () => {
    const document = build();
    expect(document).toMatchObject({ customerOrder: "501000001", externalRef: "EMAG-RO-501000001", number: null });
    expect(externalReference("x".repeat(60), "501000001")).toHaveLength(40);
    expect(externalReference("x".repeat(60), "501000001")).toMatch(/-501000001$/);
  });

  it("has a line per product, and the delivery fee and voucher as the seller's own items", () => {
    const document = build();
    if ("code" in document) throw new Error(document.code);
    expect(document.lines.map(({ itemId, quantity, unitPrice }) => [itemId, quantity, unitPrice])).toEqual([
      ["SKU-433", 1, "82.6446"],
      ["SKU-434", 2, "41.3223"],
      ["SHIPPING", 1, "16.5207"],
      ["VOUCHER", 1, "-8.2645"],
    ]);
    expect(document.expectedTotal).toBe("209.99");
  });

  it("is not built when a line has no SKU: the line is named", () => {
    const order = sampleOrder();
    const lines = order.lines.map((line) => ({ ...line, sku: line.id === "9100002" ? "" : line.sku }));
    expect(build(sampleOrder({ lines }))).toMatchObject({
      code: "line-without-sku",
      params: { line: "Produs B", offer: "434" },
    });
  });

  it("is not built when an item for a charge is missing in the settings: the field is named", () => {
    expect(build(sampleOrder(), { voucherItemId: undefined })).toMatchObject({
      code: "settings-missing",
      params: { field: "orders.voucherItemId" },
    });
  });

  it("takes the tax zone of the country the goods go to, else the one for all", () => {
    const zones = { taxZone: "ROVAT", taxZones: { HU: "HUVAT" } };
    const shipping = { ...sampleOrder().shipping, country: "HU" };
    expect(build(sampleOrder({ shipping }), zones)).toMatchObject({ taxZone: "HUVAT" });
    expect(build(sampleOrder(), zones)).toMatchObject({ taxZone: "ROVAT" });
  });

  it("is numbered by the channel's id only when the settings say so", () => {
    expect(build(sampleOrder(), { numbering: "channel" })).toMatchObject({ number: "501000001" });
  });
});

describe("county codes", () => {
  it("understand names with and without diacritics, prefixes and codes", () => {
    expect(
      ["Cluj", "jud. Bistrița-Năsăud", "Satu Mare", "CJ", "București", "Sector 3", "Timiș"].map(countyCode),
    ).toEqual(["CJ", "BN", "SM", "CJ", "B", "B", "TM"]);
  });
  it("are absent for what is no county", () => {
    expect(countyCode("Bavaria")).toBeNull();
  });
});
