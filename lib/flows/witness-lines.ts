import { and, eq, inArray } from "drizzle-orm";
import { offers } from "@/lib/db/schema";
import { isSameOffer } from "@/lib/domain/offer-identity";
import { type Problem, problem } from "@/lib/domain/problem";
import type { StepWork } from "@/lib/flows/work-step";

/**
 * Started before an order becomes a Sales Order. The first line whose part number is not that of the offer its id names,
 * told by our copy and then by the channel itself, because the copy may be an hour old. Twice is safe: it only reads.
 */
export async function strangerLine({ run, file, beforeCall }: StepWork): Promise<Problem | null> {
  const { lines } = file.order.data;
  const rows = await run.ctx.db
    .select({ offerId: offers.channelOfferId, sku: offers.sku })
    .from(offers)
    .where(
      and(
        eq(offers.integrationId, run.open.row.id),
        inArray(
          offers.channelOfferId,
          lines.map(({ offerId }) => offerId),
        ),
      ),
    );
  const known = new Map(rows.map(({ offerId, sku }) => [offerId, sku]));
  for (const line of lines) {
    if (isSameOffer(line, known.get(line.offerId) ?? null)) continue;
    await beforeCall();
    const now = await run.open.channel.readOffer(line.offerId);
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
