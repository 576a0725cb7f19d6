import { describe, expect, it } from "vitest";
import { isRoundTime, jitter } from "@/lib/domain/jitter";

describe("work that a clock starts", () => {
  it("keeps away from round times, each time by another while", () => {
    const round = new Date("2026-11-22T12:05:00.400Z");
    expect(jitter(round, () => 0)).toBe(3000);
    expect(jitter(round, () => 0.5)).toBe(7000);
    expect(isRoundTime(new Date("2026-11-22T12:05:02.900Z"))).toBe(true);
  });

  it("begins at once at any other moment", () => {
    for (const at of ["12:05:03.000", "12:04:42.000", "12:01:00.000"])
      expect(jitter(new Date(`2026-11-22T${at}Z`), () => 1)).toBe(0);
  });
});
