import { expect, it } from "vitest";
import { sharesRepeatedHour } from "@/lib/domain/orders/shares-repeated-hour";

it("F13: the hour that the clock shows twice in autumn is known, in every country we sell in", () => {
  expect(sharesRepeatedHour("2026-10-25 03:58:00", "2026-10-25 03:03:00")).toBe(true);
  expect(sharesRepeatedHour("2026-10-25 02:58:00", "2026-10-25 02:03:00")).toBe(true);
  expect(sharesRepeatedHour("2027-10-31 03:00:00", "2027-10-31 03:59:59")).toBe(true);
});

it.each([
  ["the hour before", "2026-10-25 01:59:59", "2026-10-25 03:03:00"],
  ["the hour after", "2026-10-25 04:00:00", "2026-10-25 03:03:00"],
  ["a Saturday", "2026-10-24 03:58:00", "2026-10-24 03:03:00"],
  ["the spring change, which repeats nothing", "2026-03-29 03:58:00", "2026-03-29 03:03:00"],
  ["another year", "2026-10-25 03:58:00", "2027-10-31 03:03:00"],
  ["no date at all", "0000-00-00 00:00:00", "0000-00-00 00:00:00"],
])("%s is as any other", (_, a, b) => {
  expect(sharesRepeatedHour(a, b)).toBe(false);
});
