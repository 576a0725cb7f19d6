import { describe, expect, it } from "vitest";
import { backOffSeconds } from "@/lib/domain/orders/step";

describe("back-off", () => {
  it("doubles from ten seconds to fifteen minutes, with jitter upwards only", () => {
    expect([1, 2, 3, 20].map((attempt) => backOffSeconds(attempt, () => 0))).toEqual([10, 20, 40, 900]);
    expect(backOffSeconds(1, () => 1)).toBe(13);
  });
});
