import type { StockSettings } from "@/lib/domain/settings";
import { type BufferedOffer, bufferOf, publishedStock, totalOf, type Units } from "@/lib/domain/stock/stock";

/** An offer with the figures of its last pass. */
export type FiguredOffer = BufferedOffer & {
  available: number | null;
  warehouses: Units | null;
  wanted: number | null;
  sent: number | null;
  sentBefore: number | null;
  sentAt: Date | null;
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
  heldBack: number | null;
  shownAtMost: number | null;
  wanted: number | null;
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
export function figureOffer(offer: FiguredOffer, reading: Reading, settings: StockSettings): StockFigure {
  const { inFlight } = reading;
  const kept = { held: offer.held, heldSince: offer.heldSince, decision: offer.decision };
  if (reading.units === undefined) return { ...kept, ...figureAbsent(offer, reading, settings) };
  const available = totalOf(reading.units);
  const { units: buffer, cap } = bufferOf(offer, reading.units, settings);
  const wanted = publishedStock(available, inFlight, buffer, cap);
  return {
    available,
    warehouses: reading.units,
    availableReadAt: null,
    inFlight,
    heldBack: buffer,
    shownAtMost: cap,
    wanted,
    absentSince: null,
    ...(wanted > 0 ? { held: false, heldSince: null, decision: null } : kept),
  };
}

/** Sales still count while an item is absent; after the wait it goes to zero on purpose. */
function figureAbsent(
  offer: FiguredOffer,
  { inFlight, readAt, lastReadAt }: Reading,
  settings: StockSettings,
): Omit<StockFigure, "held" | "heldSince" | "decision"> {
  const absentSince = offer.absentSince ?? readAt;
  const waiting = readAt.getTime() - absentSince.getTime() < settings.absentHoldMinutes * 60_000;
  const stands = figureSold(offer, inFlight, settings);
  return {
    ...stands,
    availableReadAt: offer.absentSince ? offer.availableReadAt : lastReadAt,
    wanted: stands.wanted === null ? null : waiting ? stands.wanted : 0,
    absentSince,
  };
}

/** What an offer should show from its last reading once more units are sold: never more than it was to show before. */
export function figureSold(
  offer: FiguredOffer,
  inFlight: number,
  settings: StockSettings,
): Omit<StockFigure, "held" | "heldSince" | "decision"> {
  const { available, warehouses, availableReadAt, absentSince } = offer;
  const known = { available, warehouses, availableReadAt, absentSince, inFlight };
  if (available === null) return { ...known, heldBack: null, shownAtMost: null, wanted: null };
  const { units: heldBack, cap: shownAtMost } = bufferOf(offer, warehouses ?? {}, settings);
  const figure = publishedStock(available, inFlight, heldBack, shownAtMost);
  return { ...known, heldBack, shownAtMost, wanted: Math.min(offer.wanted ?? figure, figure) };
}

/** Offers that would go from something to nothing, and of how many. */
type Blast = { falling: number; offers: number; share: number };

type Candidate = { offer: Pick<FiguredOffer, "sent" | "sentBefore" | "sentAt" | "held">; figure: StockFigure };

/** What was emptied within the last minutes counts with what falls now: a mistake may also arrive a few items at a time. */
const recentMinutes = 15;

/**
 * A push that would empty too many offers at once is more likely a mistake than a sale: those are held for a person.
 * What our own sales emptied always goes, and what a person decided on is theirs; what is held stays held until then.
 * `offers`: how many there are, where the candidates are only those that `movesOffer` is true of.
 */
export function holdTheBrake<C extends Candidate>(
  candidates: C[],
  brake: StockSettings["brake"],
  now: Date,
  offers = candidates.length,
): C[] {
  const falling = candidates.filter((one) => isFalling(one) && one.figure.decision === null);
  const recent = candidates.filter((one) => one.figure.decision === null && wasEmptied(one, now)).length;
  const { falling: all, share } = blastOf(falling.length + recent, offers);
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

const blastOf = (falling: number, offers: number): Blast => ({
  falling,
  offers,
  share: offers === 0 ? 0 : falling / offers,
});

/** Whether an offer is to be sent, or counts for the brake. */
export const movesOffer = (one: Candidate, now: Date): boolean =>
  one.figure.wanted !== one.offer.sent || one.offer.held || wasEmptied(one, now);

const isFalling = (one: Candidate): boolean => (one.offer.sent ?? 0) > 0 && isEmptied(one);

function wasEmptied(one: Candidate, now: Date): boolean {
  const { sent, sentBefore, sentAt } = one.offer;
  const lately = sentAt !== null && now.getTime() - sentAt.getTime() < recentMinutes * 60_000;
  return lately && sent === 0 && (sentBefore ?? 0) > 0 && isEmptied(one);
}

/** Nothing is to be shown, and not because our own sales took the last units. */
function isEmptied({ figure }: Candidate): boolean {
  if (figure.wanted !== 0) return false;
  if (figure.absentSince !== null || figure.available === null) return true;
  return publishedStock(figure.available, 0, figure.heldBack ?? 0, figure.shownAtMost ?? undefined) === 0;
}
