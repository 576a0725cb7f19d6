import { describe, expect, it } from "vitest";
import { carryOver, changesBetween } from "@/lib/domain/mappings/change";
import { type Mapping, mappingSchema, type Rule } from "@/lib/domain/mappings/rule";

const constant = (target: string, value: string): Rule => ({
  target,
  source: { from: "constant", value },
  transforms: [],
});
const mapping = (values: Record<string, string>, more: Partial<Mapping> = {}): Mapping =>
  mappingSchema.parse({ rules: Object.entries(values).map(([target, value]) => constant(target, value)), ...more });

describe("a draft laid on a version that came into force meanwhile", () => {
  it("keeps its own changes and takes everything else from that version, so that a rolled-back rule stays away", () => {
    const bad = mapping({ description: "bad", branch: "A" });
    const draft = mapping({ description: "bad", branch: "B" });
    const rolledBack = mapping({ description: "good", branch: "A" });
    const { content, both } = carryOver(bad, draft, rolledBack);
    expect(changesBetween(content, mapping({ description: "good", branch: "B" }))).toEqual([]);
    expect(both).toEqual([]);
  });

  it("names what both changed, and keeps the draft's", () => {
    const { content, both } = carryOver(mapping({ date: "1" }), mapping({ date: "2" }), mapping({ date: "3" }));
    expect(content.rules).toMatchObject([{ source: { value: "2" } }]);
    expect(both).toEqual(["date"]);
  });

  it("takes away what the draft took away, and moves tables, rates and own fields like rules", () => {
    const base = mapping({ branch: "A", note: "n" }, { tables: { Sites: { a: "1" } } });
    const custom = [{ target: "custom.Document.UsrX", type: "text" as const }];
    const draft = mapping(
      { branch: "A" },
      { tables: { Sites: { a: "2" } }, rates: { BNR: [{ currency: "EUR", from: "2026-01-01", rate: "5" }] }, custom },
    );
    const onto = mapping({ branch: "C", note: "n" }, { tables: { Sites: { a: "1" }, More: {} } });
    expect(carryOver(base, draft, onto).content).toEqual({
      rules: [constant("branch", "C")],
      tables: { Sites: { a: "2" }, More: {} },
      rates: draft.rates,
      custom,
    });
  });
});
