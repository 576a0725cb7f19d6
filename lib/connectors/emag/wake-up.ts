/**
 * The order a callback names: eMAG calls with `?order_id=`; the calls about returns, parcels and documentation are
 * not described, so any may name an order, and one that names none is a wake-up (emag-api.md §3).
 */
export function readWakeUp(url: URL, body: unknown): { orderId: string | null } {
  const given = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const { searchParams } = url;
  const candidates = [searchParams.get("order_id"), given.order_id, searchParams.get("id"), given.id];
  return { orderId: candidates.map(orderId).find((id) => id !== null) ?? null };
}

/** Order ids are whole numbers of at most ten digits (§4.2). */
function orderId(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  return /^[1-9]\d{0,9}$/.test(text) ? text : null;
}
