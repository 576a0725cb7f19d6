import type { StockRule, StockSettings } from "@/lib/domain/settings";
import { parseBuffer, parseCap } from "@/lib/domain/stock/stock";

/** A rule as it is typed. */
export type RuleDraft = { id: number; sku: string; category: string; warehouse: string; amount: string; cap: string };

export const ruleFields = ["sku", "category", "warehouse", "amount", "cap"] as const;

export type RulesDraft = {
  buffer: string;
  cap: string;
  matching: "part-number" | "cross-reference";
  rules: RuleDraft[];
};

export function draftOf(stock: StockSettings): RulesDraft {
  return {
    buffer: String(stock.buffer),
    cap: String(stock.cap ?? ""),
    matching: stock.matching ?? "part-number",
    rules: (stock.bufferRules ?? []).map((rule, id) => ({
      id,
      sku: rule.sku ?? "",
      category: rule.category ?? "",
      warehouse: rule.warehouse ?? "",
      amount: rule.percent === undefined ? String(rule.units ?? "") : `${rule.percent}%`,
      cap: String(rule.cap ?? ""),
    })),
  };
}

/** What was typed, in the shape the server checks; what cannot be read goes out as typed and comes back with a reason. */
export function settingsOf(draft: RulesDraft): Pick<StockSettings, "buffer" | "cap" | "bufferRules"> {
  const rules = draft.rules.map((rule) => {
    const amount = parseBuffer(rule.amount);
    const words = { sku: rule.sku, category: rule.category, warehouse: rule.warehouse };
    return {
      ...Object.fromEntries(Object.entries(words).filter(([, text]) => text.trim() !== "")),
      ...(amount ? {} : { units: rule.amount }),
      ...(amount?.buffer == null ? {} : { units: amount.buffer }),
      ...(amount?.bufferPercent == null ? {} : { percent: amount.bufferPercent }),
      ...(rule.cap.trim() === "" ? {} : { cap: parseCap(rule.cap) ?? rule.cap }),
    } as StockRule;
  });
  const cap = parseCap(draft.cap);
  return {
    buffer: (/^\d+$/.test(draft.buffer.trim()) ? Number(draft.buffer) : draft.buffer) as number,
    ...(cap === null ? {} : { cap: (cap ?? draft.cap) as number }),
    bufferRules: rules,
  };
}
