import { eq, sql } from "drizzle-orm";
import { ConnectorError, type StockRow } from "@/lib/connectors/contract";
import { integrations } from "@/lib/db/schema";
import { settleDrifts } from "@/lib/db/stock/drift";
import { readItemClasses, storeFeedItems } from "@/lib/db/stock/erp-items";
import { unitsInFlight } from "@/lib/db/stock/in-flight";
import { readOfferPage, type StockFigures, type StockOffer, writeStockFigures } from "@/lib/db/stock/offers";
import { itemKey, lostOf, readFeed, type Units } from "@/lib/domain/stock/stock";
import { applyMassChangeGuard, computeTarget, needsPush } from "@/lib/domain/stock/stock-figure";
import type { Run } from "@/lib/flows/engine/run";
import { measureLag } from "@/lib/flows/stock/measure-lag";
import { sendStock } from "@/lib/flows/stock/send-stock";

/** After a push that failed, the request for it rests for so long. */
const restSeconds = 60;

/**
 * Started by every heartbeat, by a stock notification or by a person. Afterwards the channel shows `max(0, available −
 * in flight − buffer)` of every offer, from an availability really read; only what differs is sent. Twice is safe:
 * published stock is absolute. Stops at the offers' rows.
 * @throws ConnectorError `stock-feed-empty` or `stock-feed-shrunk` before anything is sent, or of a call; asked again
 *   in 60 s
 */
export async function pushStock(run: Run): Promise<void> {
  const { ctx, integration } = run;
  const started = ctx.now();
  const mine = eq(integrations.id, integration.row.id);
  const again = (at: Date) => ctx.db.update(integrations).set({ stockRequestedAt: at }).where(mine);
  if (run.outOfTime()) return void (await again(started));
  if (!run.isSideAvailable("channel")) return void (await again(new Date(started.getTime() + restSeconds * 1000)));
  try {
    const finished = await pushAll(run);
    if (!finished) return void (await again(ctx.now()));
  } catch (error) {
    await again(new Date(ctx.now().getTime() + restSeconds * 1000));
    throw error;
  }
  // What was asked for while this push ran may have come too late for it.
  await ctx.db.execute(
    sql`update integrations set stock_pushed_at = ${started.toISOString()}::timestamptz,
      stock_requested_at = case when stock_requested_at > ${started.toISOString()}::timestamptz then stock_requested_at end
    where id = ${integration.row.id}`,
  );
}

/** @returns whether everything that differs was sent */
async function pushAll(run: Run): Promise<boolean> {
  const { ctx, integration } = run;
  if ((await readOfferPage(ctx.db, integration.row.id, "")).length === 0) return true;
  // Taken before the read: a Sales Order made after it may be missing from the ERP's figures and still counts as in flight.
  const watermark = ctx.now();
  const { warehouses, quantity } = integration.settings.stock;
  const rows = await integration.erp.readStock({ warehouses, quantity });
  const feed = readFeed(rows);
  const inFlight = await unitsInFlight(ctx.db, integration.erpConnection.id, watermark);
  const { known, reported, figured } = await figureAll(run, { feed, inFlight, watermark });
  assertAllWarehousesReported(run, rows, reported);
  assertFeedComplete(run, known, feed);
  await storeFeedItems(ctx.db, integration.row.id, itemsOf(rows), watermark);
  const changed = figured.filter(({ offer, figure }) => differs(offer, figure)).map(({ figure }) => figure);
  await writeStockFigures(ctx.db, changed, watermark);
  // Only now: with older figures an older watermark counts more in flight, never less.
  await ctx.db.update(integrations).set({ stockReadAt: watermark }).where(eq(integrations.id, integration.row.id));
  integration.row.stockReadAt = watermark;
  const finished = await sendStock(
    run,
    figured.map(({ offer, figure }) => ({ offer, quantity: figure.target, held: isHeldBack(figure) })),
  );
  await settleDrifts(ctx.db, integration.row.id, ctx.now());
  await measureLag(run);
  return finished;
}

function* itemsOf(rows: StockRow[]): Iterable<string> {
  for (const { itemId } of rows) yield itemId;
}

type Reading = { feed: Map<string, Units>; inFlight: Map<string, number>; watermark: Date };

/**
 * Items and warehouses of the last reading, and of the offers those that change, are to be sent or count for the
 * mass-change guard.
 */
type StockPass = {
  known: Set<string>;
  reported: Set<string>;
  figured: { offer: StockOffer; figure: StockFigures }[];
};

/**
 * Page by page, keeping only offers that change or must be sent: memory then does not grow with the catalogue. Writes
 * nothing.
 */
async function figureAll(run: Run, { feed, inFlight, watermark }: Reading): Promise<StockPass> {
  const { ctx, integration } = run;
  const { stock } = integration.settings;
  const pass: StockPass = { known: new Set(), reported: new Set(), figured: [] };
  const classes = await readItemClasses(ctx.db, integration.row.id);
  let offers = 0;
  for (let page = await readOfferPage(ctx.db, integration.row.id, ""); page.length > 0; ) {
    for (const row of page) {
      const key = itemKey(row.itemId ?? row.sku);
      const offer = { ...row, itemClass: classes.get(key) ?? null };
      noteKnown(pass, key, offer);
      const reading = {
        units: feed.get(key),
        inFlight: inFlight.get(key) ?? 0,
        readAt: watermark,
        lastReadAt: integration.row.stockReadAt ?? watermark,
      };
      const one = { offer, figure: { id: offer.id, ...computeTarget(buffered(offer), reading, stock) } };
      if (offer.unconfirmed || differs(offer, one.figure) || needsPush(one, watermark)) pass.figured.push(one);
    }
    offers += page.length;
    page = await readOfferPage(ctx.db, integration.row.id, page.at(-1)?.channelOfferId ?? "");
  }
  return { ...pass, figured: applyMassChangeGuard(pass.figured, stock.brake, watermark, offers) };
}

function noteKnown({ known, reported }: StockPass, key: string, { absentSince, warehouses }: StockOffer): void {
  if (absentSince !== null || warehouses === null) return;
  known.add(key);
  for (const [id, units] of Object.entries(warehouses)) if (units) reported.add(id);
}

/** An offer with the categories its rules may name. */
export function buffered(offer: StockOffer): StockOffer & { categories: string[] } {
  const categories = [offer.category, offer.itemClass].filter((name): name is string => name !== null);
  return { ...offer, categories };
}

/**
 * A warehouse that had units in the last reading and has no row in this one, or a feed without a row, is an error,
 * never zero.
 */
function assertAllWarehousesReported({ integration }: Run, rows: StockRow[], reported: Set<string>): void {
  const { warehouses } = integration.settings.stock;
  const reporting = new Set(rows.map(({ warehouseId }) => warehouseId));
  const missing = warehouses.filter((id) => !reporting.has(id) && reported.has(id));
  if (rows.length > 0 && missing.length === 0) return;
  const named = missing.length > 0 ? missing : warehouses;
  throw new ConnectorError("stock-feed-empty", "rejected", { side: "erp", warehouses: named.join(", ") });
}

/**
 * A feed that lost most of its items shows a missing right or a filter, not empty shelves: none of it is used
 * (acumatica-api.md §9.3 trap 19).
 */
function assertFeedComplete({ integration }: Run, known: Set<string>, feed: Map<string, Units>): void {
  const loss = lostOf(known, feed, integration.settings.stock.leastFeedShare);
  if (!loss) return;
  const figures = Object.entries(loss).map(([name, figure]) => [name, String(figure)]);
  throw new ConnectorError("stock-feed-shrunk", "rejected", { side: "erp", ...Object.fromEntries(figures) });
}

/** What the mass-change guard holds, and what a person rejected, is not sent. */
export const isHeldBack = ({ held, decision }: Pick<StockFigures, "held" | "decision">) =>
  held || decision === "rejected";

/** Whether a pass changed anything about an offer: of a large catalogue only those rows are written. */
function differs(offer: StockOffer, figure: StockFigures): boolean {
  return (
    offer.available !== figure.available ||
    (offer.inFlight ?? 0) !== figure.inFlight ||
    offer.bufferUnits !== figure.bufferUnits ||
    offer.capUnits !== figure.capUnits ||
    offer.target !== figure.target ||
    offer.held !== figure.held ||
    offer.decision !== figure.decision ||
    offer.absentSince?.getTime() !== figure.absentSince?.getTime() ||
    !sameUnits(offer.warehouses, figure.warehouses)
  );
}

function sameUnits(a: Units | null, b: Units | null): boolean {
  if (!a || !b) return a === b;
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => a[name] === b[name]);
}
