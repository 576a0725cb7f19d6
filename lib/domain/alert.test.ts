import { describe, expect, it } from "vitest";
import { alertSettings, isQuiet } from "@/lib/domain/alert";

const quiet = (quietFrom: string | null, quietTo: string | null, utc: string) =>
  isQuiet(alertSettings.parse({ quietFrom, quietTo }), new Date(utc), "Europe/Bucharest");

describe("quiet hours", () => {
  it("go over midnight, in the shop's time of summer and of winter", () => {
    expect(quiet("22:00", "07:00", "2026-01-15T19:59:00Z")).toBe(false);
    expect(quiet("22:00", "07:00", "2026-01-15T20:00:00Z")).toBe(true);
    expect(quiet("22:00", "07:00", "2026-01-15T22:00:00Z")).toBe(true);
    expect(quiet("22:00", "07:00", "2026-01-16T05:00:00Z")).toBe(false);
    expect(quiet("22:00", "07:00", "2026-07-15T19:00:00Z")).toBe(true);
    expect(quiet("22:00", "07:00", "2026-07-16T04:00:00Z")).toBe(false);
  });

  it("may lie within one day", () => {
    expect(quiet("12:00", "14:00", "2026-01-15T09:59:00Z")).toBe(false);
    expect(quiet("12:00", "14:00", "2026-01-15T10:00:00Z")).toBe(true);
    expect(quiet("12:00", "14:00", "2026-01-15T12:00:00Z")).toBe(false);
  });

  it("are none unless both ends are set and differ", () => {
    expect(quiet(null, null, "2026-01-15T22:00:00Z")).toBe(false);
    expect(quiet("22:00", null, "2026-01-15T22:00:00Z")).toBe(false);
    expect(quiet("22:00", "22:00", "2026-01-15T22:00:00Z")).toBe(false);
  });
});

describe("alerts of a seller who never looked", () => {
  it("go by mail, of every kind, at any hour", () => {
    expect(alertSettings.parse({})).toMatchObject({ mail: true, muted: [], quietFrom: null, quietTo: null });
  });
});
