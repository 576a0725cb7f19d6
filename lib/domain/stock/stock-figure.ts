import type { StockSettings } from "@/lib/domain/settings";
import { type BufferedOffer, bufferOf, publishedStock, totalOf, type Units } from "@/lib/domain/stock/stock";

/** An offer with the figures of its last pass. */
export type StockState = BufferedOffer & {
  available: number | null;
  warehouses: Units | null;
  target: number | null;
  published: number | null;
  publishedBefore: number | null;
  publishedAt: Date | null;
  absentSince: Date | null;
  availableReadAt: Date | null;
  held: boolean;
  heldSince: Date | null;
  decision: "released" | "rejected" | null;
};

export type StockFigure = {
  available: number | null;
  warehouses: Units | null;
  availableReadAt: Date | null;
  inFlight: number;
  bufferUnits: number | null;
  capUnits: number | null;
  target: number | null;
  absentSince: Date | null;
  held: boolean;
  heldSince: Date | null;
  decision: "released" | "rejected" | null;
};

type Reading = {
  /** Units by warehouse; undefined when the feed does not hold the item. */
  units: Units | undefined;
  inFlight: number;
  readAt: Date;
  /** When the item's last known figure was read. */
  lastReadAt: Date | null;
};

/** What an offer should show after a reading of the ERP. An absent item is not zero: its last figure stands for a while. */
export function computeTarget(offer: StockState, reading: Reading, settings: StockSettings): StockFigure {
  const { inFlight } = reading;
  const kept = { held: offer.held, heldSince: offer.heldSince, decision: offer.decision };
  if (reading.units === undefined) return { ...kept, ...computeTargetAbsent(offer, reading, settings) };
  const available = totalOf(reading.units);
  const { units: buffer, cap } = bufferOf(offer, reading.units, settings);
  const target = publishedStock(available, inFlight, buffer, cap);
  return {
    available,
    warehouses: reading.units,
    availableReadAt: null,
    inFlight,
    bufferUnits: buffer,
    capUnits: cap,
    target: target,
    absentSince: null,
    ...(target > 0 ? { held: false, heldSince: null, decision: null } : kept),
  };
}

/** Sales still count while an item is absent; after the wait it goes to zero on purpose. */
function computeTargetAbsent(
  offer: StockState,
  { inFlight, readAt, lastReadAt }: Reading,
  settings: StockSettings,
): Omit<StockFigure, "held" | "heldSince" | "decision"> {
  const absentSince = offer.absentSince ?? readAt;
  const waiting = readAt.getTime() - absentSince.getTime() < settings.absentHoldMinutes * 60_000;
  const stands = computeTargetSold(offer, inFlight, settings);
  return {
    ...stands,
    availableReadAt: offer.absentSince ? offer.availableReadAt : lastReadAt,
    target: stands.target === null ? null : waiting ? stands.target : 0,
    absentSince,
  };
}

/** What an offer should show from its last reading once more units are sold: never more than it was to show before. */
export function computeTargetSold(
  offer: StockState,
  inFlight: number,
  settings: StockSettings,
): Omit<StockFigure, "held" | "heldSince" | "decision"> {
  const { available, warehouses, availableReadAt, absentSince } = offer;
  const known = { available, warehouses, availableReadAt, absentSince, inFlight };
  if (available === null) return { ...known, bufferUnits: null, capUnits: null, target: null };
  const { units: bufferUnits, cap: capUnits } = bufferOf(offer, warehouses ?? {}, settings);
  const figure = publishedStock(available, inFlight, bufferUnits, capUnits);
  return { ...known, bufferUnits: bufferUnits, capUnits: capUnits, target: Math.min(offer.target ?? figure, figure) };
}

/** Offers that would go from something to nothing, and of how many. */
type MassChange = { falling: number; offers: number; share: number };

type Candidate = {
  offer: Pick<StockState, "published" | "publishedBefore" | "publishedAt" | "held">;
  figure: StockFigure;
};

/** What was emptied within the last minutes counts with what falls now: a mistake may also arrive a few items at a time. */
const recentMinutes = 15;

/**
 * A push that would empty too many offers at once is more likely a mistake than a sale: those are held for a person.
 * What our own sales emptied always goes, and what a person decided on is theirs; what is held stays held until then.
 * `offers`: how many there are, where the candidates are only those `needsPush` is true of.
 */
export function applyMassChangeGuard<C extends Candidate>(
  candidates: C[],
  brake: StockSettings["brake"],
  now: Date,
  offers = candidates.length,
): C[] {
  const falling = candidates.filter((one) => isFalling(one) && one.figure.decision === null);
  const recent = candidates.filter((one) => one.figure.decision === null && wasEmptied(one, now)).length;
  const { falling: all, share } = massChangeOf(falling.length + recent, offers);
  const tooMany = all >= brake.minOffers && share > brake.maxShare;
  const stopped = new Set(tooMany ? falling : falling.filter(({ offer }) => offer.held));
  return candidates.map((one) => {
    const held = stopped.has(one);
    const heldSince = held ? (one.figure.heldSince ?? now) : null;
    return held === one.figure.held && heldSince === one.figure.heldSince
      ? one
      : { ...one, figure: { ...one.figure, held, heldSince } };
  });
}

const massChangeOf = (falling: number, offers: number): MassChange => ({
  falling,
  offers,
  share: offers === 0 ? 0 : falling / offers,
});

/** Whether an offer is to be sent, or counts for the mass-change guard. */
export const needsPush = (one: Candidate, now: Date): boolean =>
  one.figure.target !== one.offer.published || one.offer.held || wasEmptied(one, now);

const isFalling = (one: Candidate): boolean => (one.offer.published ?? 0) > 0 && isEmptied(one);

function wasEmptied(one: Candidate, now: Date): boolean {
  const { published, publishedBefore, publishedAt } = one.offer;
  const lately = publishedAt !== null && now.getTime() - publishedAt.getTime() < recentMinutes * 60_000;
  return lately && published === 0 && (publishedBefore ?? 0) > 0 && isEmptied(one);
}

/** Nothing is to be shown, and not because our own sales took the last units. */
function isEmptied({ figure }: Candidate): boolean {
  if (figure.target !== 0) return false;
  if (figure.absentSince !== null || figure.available === null) return true;
  return publishedStock(figure.available, 0, figure.bufferUnits ?? 0, figure.capUnits ?? undefined) === 0;
}
