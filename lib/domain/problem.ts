/** Kinds by consequence: what a failure means for the step, not where it arose. */
export type ProblemKind =
  /** Nothing happened there; the same call may succeed later. */
  | "transient"
  /** The call may or may not have taken effect: look before anything else. */
  | "unknown"
  /** Refused for a reason a person must cure. */
  | "rejected"
  /** The account is refused: the connection pauses, not the order. */
  | "auth"
  /** Too much asked of the other side: wait. */
  | "limited";

export const problemCodes = [
  "unreachable",
  "unexpected-answer",
  "limited",
  "seats-taken",
  "credentials-refused",
  "address-not-declared",
  "rights-missing",
  "tenant-wrong",
  "outcome-unknown",
  "refused",
  "field-refused",
  "item-unknown",
  "customer-unknown",
  "warehouse-unknown",
  "order-type-unknown",
  "duplicate-refused",
  "line-without-sku",
  "settings-missing",
  "duplicate-sales-orders",
  "total-differs",
  "value-discarded",
  "mapping-empty",
  "mapping-value",
  "mapping-no-match",
  "mapping-expression",
  "mapping-total",
  "order-changed",
  "cancelled-after-sales-order",
  "invoice-ambiguous",
  "invoice-shared",
  "invoice-not-pdf",
  "invoice-replaced",
  "invoice-not-fetched",
  "invoice-not-listed",
  "parcel-data-missing",
  "parcel-not-allowed",
  "parcel-unknown",
  "courier-unsuitable",
  "offer-differs",
  "charge-differs",
  "stock-feed-empty",
  "stock-feed-shrunk",
  "internal",
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/**
 * Why something did not go on. `params` fill the sentences of `lib/text/failures`; `detail` is the other system's own
 * wording. Neither ever holds a secret or a buyer's data.
 */
export type Problem = { code: ProblemCode; kind: ProblemKind; params: Record<string, string>; detail: string | null };

export function problem(
  code: ProblemCode,
  kind: ProblemKind,
  params: Record<string, string> = {},
  detail: string | null = null,
): Problem {
  return { code, kind, params, detail };
}
