import { eq } from "drizzle-orm";
import { integrations } from "@/lib/db/schema";
import { readOffers, type StockOffer } from "@/lib/db/stock/offers";
import type { StockSettings } from "@/lib/domain/settings";
import { bufferOf, publishedStock } from "@/lib/domain/stock/stock";
import { applyMassChangeGuard, computeTargetSold, type StockState } from "@/lib/domain/stock/stock-figure";
import type { StockPreview } from "@/lib/domain/stock/stock-preview";
import type { FlowContext } from "@/lib/flows/engine/context";
import type { OfferChange } from "@/lib/flows/stock/change-offers";
import { buffered } from "@/lib/flows/stock/push-stock";

const previewLimit = 200;

type Proposal = { stock?: Partial<StockSettings>; changes?: OfferChange[] };

/** Figures every offer of an integration anew as if a change had been saved; nothing is written and nothing is sent. */
export async function previewStock(
  ctx: FlowContext,
  input: { integrationId: string } & Proposal,
): Promise<StockPreview | null> {
  const [integration] = await ctx.db.select().from(integrations).where(eq(integrations.id, input.integrationId));
  if (!integration) return null;
  const settings = { ...integration.settings.stock, ...input.stock };
  const changes = new Map((input.changes ?? []).map((change) => [change.offerId, change]));
  const offers = await readOffers(ctx.db, input.integrationId);
  const candidates = offers.flatMap((row) => {
    const { itemId: _item, ...change } = changes.get(row.id) ?? {};
    const offer = buffered({ ...row, ...change });
    if (row.available === null || row.target === null) return [];
    return [{ row, offer, figure: proposed(offer, row.target, settings) }];
  });
  return summed(applyMassChangeGuard(candidates, settings.brake, ctx.now()));
}

function proposed(offer: StockState & { inFlight: number | null }, target: number, settings: StockSettings) {
  const { held, heldSince, decision } = offer;
  const inFlight = offer.inFlight ?? 0;
  const stands = computeTargetSold(offer, inFlight, settings);
  // An absent item only ever falls; one that is there shows what the formula says.
  if (offer.absentSince) return { ...stands, held, heldSince, decision };
  const { units, cap } = bufferOf(offer, offer.warehouses ?? {}, settings);
  const after = publishedStock(offer.available ?? 0, inFlight, units, cap);
  return { ...stands, target: offer.available === null ? target : after, held, heldSince, decision };
}

type Candidate = { row: StockOffer; figure: { target: number | null; held: boolean } };

function summed(candidates: Candidate[]): StockPreview {
  const moved = candidates.flatMap(({ row, figure }) => {
    const [before, after] = [row.target ?? 0, figure.target ?? 0];
    return before === after ? [] : [{ id: row.id, sku: row.sku, before, after, held: figure.held }];
  });
  const by = (test: (row: (typeof moved)[number]) => boolean) => moved.filter(test).length;
  return {
    changed: moved.length,
    falls: by(({ before, after }) => after < before),
    rises: by(({ before, after }) => after > before),
    toZero: by(({ after }) => after === 0),
    held: by(({ held }) => held),
    rows: moved
      .sort((a, b) => a.after - a.before - (b.after - b.before))
      .slice(0, previewLimit)
      .map(({ held: _held, ...row }) => row),
  };
}
