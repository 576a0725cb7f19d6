import { describe, expect, it } from "vitest";
import { assembleSalesOrder } from "@/lib/domain/documents/sales-order";
import { type StoredLine, totalDifference } from "@/lib/domain/documents/total-difference";
import { compileMapping } from "@/lib/domain/mappings/evaluate";
import { standardMappings } from "@/lib/domain/mappings/standard";
import { fieldsFor } from "@/lib/domain/mappings/targets";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { orderSettings } from "@/lib/domain/settings";

const built = assembleSalesOrder(compileMapping(standardMappings["sales-order"], "1", fieldsFor([], [])), {
  order: sampleOrder(),
  settings: orderSettings.parse({
    orderType: "EM",
    customerId: "EMAG",
    warehouseId: "MAIN",
    shippingItemId: "SHIPPING",
    voucherItemId: "VOUCHER",
  }),
  channelSlug: "emag-ro",
  itemOf: (line) => line.sku,
});
if ("code" in built) throw new Error(built.code);
const document = built;
const amounts = ["82.64", "82.64", "16.52", "-8.26"];
const stored: StoredLine[] = document.lines.map((line, i) => ({
  itemId: `${line.itemId.toLowerCase()}  `,
  externalRef: line.externalRef ?? "",
  quantity: String(line.quantity),
  amount: `${amounts[i]}00`,
}));

describe("where the ERP's total parts from what the buyer pays", () => {
  it("is the line whose amount the ERP changed", () => {
    const priced = stored.map((line, i) => (i === 1 ? { ...line, amount: "90.0000" } : line));
    expect(totalDifference(document, priced, "218.90")).toEqual({
      line: "SKU-434",
      expected: "82.64",
      actual: "90.00",
    });
  });

  it("is a line the ERP does not have, or one nobody sent", () => {
    expect(totalDifference(document, stored.slice(0, 3), "219.99")).toEqual({
      line: "VOUCHER",
      expected: "-8.26",
      actual: "0.00",
    });
    const extra = { itemId: "HANDLING", externalRef: "", quantity: "1", amount: "5" };
    expect(totalDifference(document, [...stored, extra], "216.04")).toMatchObject({ line: "HANDLING", actual: "5.00" });
  });

  it("is the tax when every line is as it was sent", () => {
    expect(totalDifference(document, stored, "173.54")).toEqual({ line: "VAT", expected: "36.45", actual: "0.00" });
  });
});
