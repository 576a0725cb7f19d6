import { describe, expect, it } from "vitest";
import { type ProcessingFacts, registerOf } from "@/lib/domain/privacy/register";
import { retentionOf } from "@/lib/domain/privacy/retention";

const settings = {
  orders: { enabled: true },
  invoices: { enabled: true, filePattern: "*.pdf", keepBytesDays: 45 },
  awb: { enabled: true, mode: "emag" },
} as ProcessingFacts["integrations"][number]["settings"];
const facts: ProcessingFacts = {
  integrations: [{ enabled: true, settings, channel: "market.example", erp: "erp.example" }],
  alertHosts: ["hook.example"],
  mail: "mail.example",
  retention: retentionOf({ buyers: 200 }),
};
const row = (register: ReturnType<typeof registerOf>, name: string) => register.find((one) => one.activity === name);

describe("the register of processing", () => {
  it("names where buyers' data comes from, who receives it and the seller's own term", () => {
    const register = registerOf(facts);
    expect(row(register, "orders")).toEqual({
      activity: "orders",
      from: ["market.example"],
      to: ["erp.example"],
      term: { kind: "days", days: 200 },
    });
    expect(row(register, "invoices")).toMatchObject({ to: ["market.example"], term: { days: 45 } });
    expect(row(register, "letters")).toMatchObject({
      to: ["hook.example", "mail.example"],
      term: { kind: "not-kept" },
    });
  });

  it("leaves out what is switched off", () => {
    const off = { ...settings, invoices: { ...settings.invoices, enabled: false } };
    const own = { ...off, awb: { ...off.awb, mode: "own-courier" as const } };
    const names = registerOf({
      ...facts,
      alertHosts: [],
      mail: null,
      integrations: [
        { enabled: true, settings: own, channel: "market.example", erp: "erp.example" },
        { enabled: false, settings, channel: "other.example", erp: "erp.example" },
      ],
    });
    expect(names.map(({ activity }) => activity)).toEqual(["orders", "timeline", "people", "record", "keys"]);
    expect(JSON.stringify(names)).not.toContain("other.example");
  });
});
