/**
 * The order a callback speaks of: eMAG calls with `?order_id=`; other forms are not described, so a JSON or form body is
 * looked at too (emag-api.md §3).
 */
export function readHint(url: URL, body: unknown): { orderId: string | null } {
  const given = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const candidates = [url.searchParams.get("order_id"), given.order_id, given.id];
  return { orderId: candidates.map(orderId).find((id) => id !== null) ?? null };
}

/** Order ids are whole numbers of at most ten digits (§4.2). */
function orderId(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  return /^[1-9]\d{0,9}$/.test(text) ? text : null;
}
