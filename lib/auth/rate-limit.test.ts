import { expect, it } from "vitest";
import { rateLimit } from "@/lib/auth/rate-limit";

it("stops a runaway caller after 400 calls at once, lets them on a second later, and leaves others alone", () => {
  const answers = Array.from({ length: 450 }, () => rateLimit("runaway", 0));
  expect(answers.filter(Boolean)).toHaveLength(400);
  expect(rateLimit("neighbour", 0)).toBe(true);
  expect(rateLimit("runaway", 1000)).toBe(true);
});
