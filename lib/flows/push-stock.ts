import { eq } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { markSent, type OfferRow, readOffers, unitsInFlight, upsertOffers, writeFigures } from "@/lib/db/offers";
import { integrations } from "@/lib/db/schema";
import { publishedStock } from "@/lib/domain/stock";
import type { Run } from "@/lib/flows/run";

const batchSize = 50;

/**
 * Started by every heartbeat, by an order, by a stock notification or by a person. Afterwards the channel shows
 * `max(0, available − in flight − buffer)` of every offer, from an availability really read; only what differs is sent.
 * Twice is safe: published stock is absolute. Stops at the offers' rows.
 */
export async function pushStock(run: Run): Promise<void> {
  const { ctx, open } = run;
  await readOffersWhenDue(run);
  const offers = await readOffers(ctx.db, open.row.id);
  if (offers.length === 0) return;
  // Taken before the read: a Sales Order made after it may be missing from the ERP's figures and still counts as in flight.
  const watermark = ctx.now();
  const available = await readAvailability(run);
  const inFlight = await unitsInFlight(ctx.db, open.row.id, watermark);
  const figured = holdTheBrake(
    run,
    offers,
    offers.map((offer) => figure(run, offer, available, inFlight, watermark)),
  );
  await writeFigures(ctx.db, figured);
  await send(run, offers, figured);
  await ctx.db
    .update(integrations)
    .set({ stockPushedAt: watermark, stockRequestedAt: null })
    .where(eq(integrations.id, open.row.id));
}

async function readOffersWhenDue(run: Run): Promise<void> {
  const { ctx, open } = run;
  const now = ctx.now();
  const last = open.row.offersReadAt;
  if (last && now.getTime() - last.getTime() < open.settings.stock.reconcileMinutes * 60_000) return;
  for await (const page of open.channel.listOffers()) await upsertOffers(ctx.db, open.row.id, page, now);
  await ctx.db.update(integrations).set({ offersReadAt: now }).where(eq(integrations.id, open.row.id));
}

/** Units per item over the chosen warehouses; an item with any unreadable figure is left out: a guess is never published. */
async function readAvailability(run: Run): Promise<Map<string, number>> {
  const { warehouses, quantity } = run.open.settings.stock;
  const rows = await run.open.erp.readStock({ warehouses, quantity });
  if (rows.length === 0) {
    throw new ConnectorError("stock-feed-empty", "rejected", { side: "erp", warehouses: warehouses.join(", ") });
  }
  const sums = new Map<string, number>();
  const unreadable = new Set<string>();
  for (const { itemId, quantity: units } of rows) {
    if (units === null) unreadable.add(key(itemId));
    else sums.set(key(itemId), (sums.get(key(itemId)) ?? 0) + units);
  }
  for (const itemId of unreadable) sums.delete(itemId);
  return sums;
}

const key = (itemId: string) => itemId.trim().toUpperCase();

type Figured = Pick<OfferRow, "id" | "available" | "availableReadAt" | "inFlight" | "wanted" | "absentSince" | "held">;

function figure(
  run: Run,
  offer: OfferRow,
  available: Map<string, number>,
  inFlight: Map<string, number>,
  readAt: Date,
): Figured {
  const { stock } = run.open.settings;
  const units = available.get(key(offer.itemId ?? offer.sku));
  const flying = inFlight.get(offer.channelOfferId) ?? 0;
  if (units === undefined) {
    // Absent is not zero: the last value stands for a while, then goes to zero on purpose.
    const absentSince = offer.absentSince ?? readAt;
    const held = readAt.getTime() - absentSince.getTime() < stock.absentHoldMinutes * 60_000;
    const wanted = offer.availableReadAt === null ? null : held ? offer.wanted : 0;
    return {
      id: offer.id,
      available: offer.available,
      availableReadAt: offer.availableReadAt,
      inFlight: flying,
      wanted,
      absentSince,
      held: false,
    };
  }
  const wanted = publishedStock(units, flying, offer.buffer ?? stock.buffer);
  return {
    id: offer.id,
    available: Math.floor(units),
    availableReadAt: readAt,
    inFlight: flying,
    wanted,
    absentSince: null,
    held: false,
  };
}

/** A push that would empty too many offers at once is more likely a mistake than a sale: those are held for a person. */
function holdTheBrake(run: Run, offers: OfferRow[], figured: Figured[]): Figured[] {
  const { maxShare, minOffers } = run.open.settings.stock.brake;
  const selling = new Set(offers.filter(({ sent }) => (sent ?? 0) > 0).map(({ id }) => id));
  const falling = new Set(figured.filter(({ id, wanted }) => wanted === 0 && selling.has(id)).map(({ id }) => id));
  const tooMany = falling.size >= minOffers && falling.size > maxShare * offers.length;
  return tooMany ? figured.map((one) => (falling.has(one.id) ? { ...one, held: true } : one)) : figured;
}

async function send(run: Run, offers: OfferRow[], figured: Figured[]): Promise<void> {
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  const changes = figured
    .flatMap(({ id, wanted, held }) => {
      const offer = byId.get(id);
      return offer && wanted !== null && !held && wanted !== offer.sent ? [{ offer, quantity: wanted }] : [];
    })
    .sort((a, b) => urgency(a) - urgency(b));
  for (let start = 0; start < changes.length && !run.outOfTime(); start += batchSize) {
    const batch = changes.slice(start, start + batchSize);
    await run.open.channel.pushStock(batch.map(({ offer, quantity }) => ({ offerId: offer.channelOfferId, quantity })));
    await markSent(
      run.ctx.db,
      batch.map(({ offer, quantity }) => ({ id: offer.id, quantity })),
      run.ctx.now(),
    );
    run.count("stock", batch.length);
  }
}

/** About to oversell first: falls to zero, then other falls, then rises. */
function urgency({ offer, quantity }: { offer: OfferRow; quantity: number }): number {
  if (quantity === 0) return 0;
  return quantity < (offer.sent ?? 0) ? 1 : 2;
}
