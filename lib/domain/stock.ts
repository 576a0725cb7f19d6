/**
 * Units to publish on the channel: `max(0, available − in flight − buffer)`.
 * `available` may be fractional or negative in the ERP; only whole units can be sold. `inFlight` are units sold on the
 * channel whose Sales Order the ERP does not have yet.
 */
export function publishedStock(available: number, inFlight: number, buffer: number): number {
  return Math.max(0, Math.floor(available) - inFlight - buffer);
}

/** Reads a quantity as the ERP wrote it; null when it is not a number, which must never be taken for zero. */
export function parseQuantity(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !/^\s*-?\d+(\.\d+)?\s*$/.test(value)) return null;
  return Number(value);
}
