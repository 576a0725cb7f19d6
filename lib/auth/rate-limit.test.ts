import { expect, it } from "vitest";
import { withinPace } from "@/lib/auth/rate-limit";

it("stops a runaway caller after 400 calls at once, lets them on a second later, and leaves others alone", () => {
  const answers = Array.from({ length: 450 }, () => withinPace("runaway", 0));
  expect(answers.filter(Boolean)).toHaveLength(400);
  expect(withinPace("neighbour", 0)).toBe(true);
  expect(withinPace("runaway", 1000)).toBe(true);
});
