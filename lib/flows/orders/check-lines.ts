import { type Problem, problem } from "@/lib/domain/problem";
import { isSameOffer } from "@/lib/domain/stock/same-offer";
import type { StepWork } from "@/lib/flows/engine/run-step";

/**
 * Started before an order becomes a Sales Order. The first line whose part number is not that of the offer its id
 * names, by our copy (`known`, by offer id) and then by the channel itself, because the copy may be an hour old
 * (emag-api.md §4.12). Twice is safe: it only reads. @throws LeaseLost, ConnectorError
 */
export async function checkLines(
  { run, aggregate, ensureLease }: StepWork,
  known: Map<string, string>,
): Promise<Problem | null> {
  for (const line of aggregate.order.data.lines) {
    if (isSameOffer(line, known.get(line.offerId) ?? null)) continue;
    await ensureLease();
    const now = await run.integration.channel.readOffer(line.offerId);
    if (now && isSameOffer(line, now.sku)) continue;
    return problem("offer-differs", "rejected", {
      line: line.name,
      offer: line.offerId,
      ordered: line.sku || "–",
      known: now?.sku || known.get(line.offerId) || "–",
    });
  }
  return null;
}
