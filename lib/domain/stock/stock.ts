import type { StockRule, StockSettings } from "@/lib/domain/settings";

/** The most a channel's offer can show (emag-api.md §7.2); more would come back smaller and look like drift. */
export const largestShown = 65_535;

/**
 * Units to publish on the channel: `max(0, available − in flight − buffer)`, never above `cap`.
 * `available` may be fractional or negative in the ERP; only whole units can be sold. `inFlight` are units sold on the
 * channel whose Sales Order the ERP does not have yet.
 */
export function publishedStock(available: number, inFlight: number, buffer: number, cap = largestShown): number {
  return Math.min(cap, Math.max(0, Math.floor(available) - inFlight - buffer));
}

/** Reads a quantity as the ERP wrote it; null when it is not a number, which must never be taken for zero. */
export function parseQuantity(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !/^\s*-?\d+(\.\d+)?\s*$/.test(value)) return null;
  return Number(value);
}

/** One name for an item however a system pads or spells its code. */
export const itemKey = (code: string): string => code.trim().toUpperCase();

/** Units of one item by warehouse, as the ERP wrote them. */
export type Units = Record<string, number>;

/**
 * The ERP's feed by item. An item with any unreadable figure is left out: a guess is never published. Several
 * warehouses are summed; a row that comes twice counts once, with its smaller figure.
 */
export function readFeed(
  rows: Iterable<{ itemId: string; warehouseId: string; quantity: number | null }>,
): Map<string, Units> {
  const feed = new Map<string, Units>();
  const unreadable = new Set<string>();
  for (const { itemId, warehouseId, quantity } of rows) {
    const key = itemKey(itemId);
    if (quantity === null || !Number.isFinite(quantity)) {
      unreadable.add(key);
      continue;
    }
    const units = feed.get(key) ?? {};
    units[warehouseId] = Math.min(units[warehouseId] ?? Number.POSITIVE_INFINITY, quantity);
    feed.set(key, units);
  }
  for (const key of unreadable) feed.delete(key);
  return feed;
}

/** Below so many missing items a share says little: each waits by itself, as any missing item does. */
const fewMissing = 5;
const usualShare = 0.5;

/** What a reading lost of the items the last one held; null where it holds enough of them (acumatica-api.md §9.3 trap 19). */
export function lostOf(
  known: Iterable<string>,
  feed: Map<string, Units>,
  leastShare = usualShare,
): { known: number; found: number; missing: number; share: number } | null {
  const keys = new Set([...known].map(itemKey));
  const found = [...keys].filter((key) => feed.has(key)).length;
  const missing = keys.size - found;
  const isEnough = missing < fewMissing || found >= keys.size * leastShare;
  return isEnough ? null : { known: keys.size, found, missing, share: leastShare };
}

/** The whole units of all warehouses together. */
export function totalOf(units: Units): number {
  const total = Object.values(units).reduce((sum, quantity) => sum + quantity, 0);
  // The rows hold 32-bit figures, and a thousand million units are as good as more.
  return Math.max(-1e9, Math.min(1e9, Math.floor(total)));
}

/** What of an offer decides its buffer and cap; `categories` are the channel's and the ERP's own names of its class. */
export type BufferedOffer = {
  sku: string;
  itemId: string | null;
  categories: string[];
  buffer: number | null;
  bufferPercent: number | null;
  cap: number | null;
};

/** What is held back of an offer, why, and the most it may show. */
export type Buffering = { units: number; cap: number; origin: "offer" | "rule" | "integration"; rule: number | null };

/**
 * The offer's own buffer, else that of the first rule that fits, else the integration's. Rules that name a warehouse
 * hold back units of that warehouse besides. The smallest cap of all that fit holds.
 */
export function bufferOf(offer: BufferedOffer, units: Units, settings: StockSettings): Buffering {
  const rules = (settings.bufferRules ?? []).map((rule, index) => ({ rule, index }));
  const fitting = rules.filter(({ rule }) => fits(rule, offer));
  const available = totalOf(units);
  const general = fitting.find(({ rule }) => rule.warehouse === undefined && amounts(rule));
  const own = offer.buffer !== null || offer.bufferPercent !== null;
  const base = own
    ? part({ units: offer.buffer ?? undefined, percent: offer.bufferPercent ?? undefined }, available)
    : general
      ? part(general.rule, available)
      : settings.buffer;
  const warehouses = fitting.reduce((sum, { rule }) => sum + heldInWarehouse(rule, units), 0);
  const caps = [offer.cap ?? settings.cap, ...fitting.map(({ rule }) => rule.cap)];
  return {
    units: base + warehouses,
    cap: Math.min(largestShown, ...caps.filter((cap): cap is number => typeof cap === "number")),
    origin: own ? "offer" : general ? "rule" : "integration",
    rule: own ? null : (general?.index ?? null),
  };
}

const amounts = (rule: StockRule): boolean => rule.units !== undefined || rule.percent !== undefined;

/** Units, or a percentage of what is there, rounded up: what is held back is never a fraction too little. */
function part({ units, percent }: { units?: number; percent?: number }, of: number): number {
  return units ?? Math.ceil((Math.max(0, of) * (percent ?? 0)) / 100);
}

function heldInWarehouse(rule: StockRule, units: Units): number {
  if (rule.warehouse === undefined || !amounts(rule)) return 0;
  const wanted = itemKey(rule.warehouse);
  const there = Object.entries(units).find(([id]) => itemKey(id) === wanted)?.[1] ?? 0;
  return Math.min(Math.max(0, Math.ceil(there)), part(rule, there));
}

function fits(rule: StockRule, offer: BufferedOffer): boolean {
  if (rule.sku !== undefined) {
    const pattern = skuPattern(rule.sku);
    if (!pattern.test(offer.sku) && !(offer.itemId && pattern.test(offer.itemId))) return false;
  }
  return rule.category === undefined || offer.categories.some((name) => itemKey(name) === itemKey(rule.category ?? ""));
}

const patterns = new Map<string, RegExp>();

/** `MUG-*`: `*` stands for any characters, `?` for one; capitals and blanks at the ends do not matter. */
function skuPattern(text: string): RegExp {
  const known = patterns.get(text);
  if (known) return known;
  const source = text
    .trim()
    .replace(/\*+/g, "*")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const pattern = new RegExp(`^\\s*${source}\\s*$`, "i");
  if (patterns.size > 1000) patterns.clear();
  patterns.set(text, pattern);
  return pattern;
}

/** About to oversell first: falls to zero, then other falls, then rises; the order given stays within each. */
export function mostUrgentFirst<C extends { offer: { published: number | null }; quantity: number }>(
  changes: C[],
): C[] {
  const urgency = ({ offer, quantity }: C) => (quantity === 0 ? 0 : quantity < (offer.published ?? 0) ? 1 : 2);
  return [...changes].sort((a, b) => urgency(a) - urgency(b));
}

/** What a person typed as a buffer: `5`, `10%`, or nothing for what the rules say; undefined when it is none of these. */
export function parseBuffer(text: string): { buffer: number | null; bufferPercent: number | null } | undefined {
  const typed = text.trim();
  if (typed === "") return { buffer: null, bufferPercent: null };
  const [, digits, percent] = /^(\d{1,5})\s*(%?)$/.exec(typed) ?? [];
  const figure = Number(digits);
  if (digits === undefined || figure > (percent ? 100 : largestShown)) return undefined;
  return percent ? { buffer: null, bufferPercent: figure } : { buffer: figure, bufferPercent: null };
}

/** The same the other way round. */
export function bufferText({ buffer, bufferPercent }: { buffer: number | null; bufferPercent: number | null }): string {
  return bufferPercent === null ? String(buffer ?? "") : `${bufferPercent}%`;
}

/** What a person typed as a cap: units, or nothing for none; undefined when it is neither. */
export function parseCap(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  return /^\d{1,5}$/.test(typed) && Number(typed) <= largestShown ? Number(typed) : undefined;
}
