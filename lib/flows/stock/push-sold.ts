import { addWakeUp } from "@/lib/db/engine/wake-ups";
import { integrationsOvershowing, unitsInFlight } from "@/lib/db/stock/in-flight";
import { readOffers, writeStockFigures } from "@/lib/db/stock/offers";
import { itemKey } from "@/lib/domain/stock/stock";
import { computeTargetSold } from "@/lib/domain/stock/stock-figure";
import type { Run } from "@/lib/flows/engine/run";
import { buffered, isHeldBack } from "@/lib/flows/stock/push-stock";
import { sendStock } from "@/lib/flows/stock/send-stock";

/**
 * Started by every run once its orders are known. What was just sold, here or on another channel of the same ERP, is
 * taken off at once, from the last availability that was really read: the ERP is not asked, so that it works while the
 * ERP is down. Only falls are sent. Twice is safe: units in flight are counted afresh. Stops at the offers' rows and at
 * the other integrations' wake-ups.
 */
export async function pushSold(run: Run): Promise<void> {
  const { ctx, integration } = run;
  const { id, stockReadAt } = integration.row;
  const erpId = integration.erpConnection.id;
  if (!integration.settings.stock.enabled || !stockReadAt) return;
  const inFlight = await unitsInFlight(ctx.db, erpId, stockReadAt);
  if (inFlight.size === 0) return;
  const offers = await readOffers(ctx.db, id, [...inFlight.keys()]);
  const sold = offers.flatMap((offer) => {
    const units = inFlight.get(itemKey(offer.itemId ?? offer.sku)) ?? 0;
    if (offer.available === null || units <= (offer.inFlight ?? 0)) return [];
    const { held, heldSince, decision } = offer;
    const figure = computeTargetSold(buffered(offer), units, integration.settings.stock);
    return [{ offer, figure: { id: offer.id, held, heldSince, decision, ...figure } }];
  });
  for (const sibling of await integrationsOvershowing(ctx.db, { integrationId: id, erpId, inFlight })) {
    await addWakeUp(ctx.db, { connectionId: sibling.channelId, dedupeKey: "sold", receivedAt: ctx.now() });
    run.alsoWake.add(sibling.id);
  }
  if (sold.length === 0) return;
  await writeStockFigures(
    ctx.db,
    sold.map(({ figure }) => figure),
    ctx.now(),
  );
  await sendStock(
    run,
    sold.flatMap(({ offer, figure }) =>
      (figure.target ?? 0) < (offer.published ?? 0)
        ? [{ offer, quantity: figure.target, held: isHeldBack(figure) }]
        : [],
    ),
  );
}
