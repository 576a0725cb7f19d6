import { describe, expect, it } from "vitest";
import { isSameOffer } from "@/lib/domain/stock/same-offer";

describe("an order line and the offer its id names", () => {
  it("are the same by part number, however it is written", () => {
    expect(isSameOffer({ sku: "CHAIR-01" }, "CHAIR-01")).toBe(true);
    expect(isSameOffer({ sku: "CHAIR-01,A" }, "chair -01;a")).toBe(true);
  });

  it("are not the same when the id was used again or the line carries no part number", () => {
    expect(isSameOffer({ sku: "CHAIR-01" }, "MUG-03")).toBe(false);
    expect(isSameOffer({ sku: "" }, "MUG-03")).toBe(false);
  });

  it("are taken by the line's part number where the offer is not known to us", () => {
    expect(isSameOffer({ sku: "CHAIR-01" }, null)).toBe(true);
  });
});
