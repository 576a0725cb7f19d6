import type { Problem, ProblemCode } from "@/lib/domain/problem";

/**
 * Which of a problem's params name its cause, so that all failures with the same cure count as one; the others say which
 * order, document or attempt it was. `system` is the side a call was made to, `side` its role.
 */
export const causeParams: Record<ProblemCode, readonly string[]> = {
  unreachable: ["system"],
  "unexpected-answer": ["system"],
  limited: ["system"],
  "seats-taken": ["system"],
  "credentials-refused": ["system"],
  "address-not-declared": ["system"],
  "rights-missing": ["system", "form"],
  "tenant-wrong": ["system"],
  "outcome-unknown": ["system"],
  refused: ["system", "message"],
  "field-refused": ["system", "field"],
  "item-unknown": ["item"],
  "customer-unknown": ["customer"],
  "warehouse-unknown": ["warehouse"],
  "order-type-unknown": ["orderType"],
  "duplicate-refused": ["system"],
  "line-without-sku": ["offer"],
  "settings-missing": ["field"],
  "duplicate-sales-orders": [],
  "total-differs": [],
  "value-discarded": ["field"],
  "mapping-empty": ["field"],
  "mapping-value": ["field"],
  "mapping-no-match": ["field", "table"],
  "mapping-expression": ["field"],
  "mapping-total": [],
  "order-changed": [],
  "cancelled-after-sales-order": [],
  "invoice-ambiguous": [],
  "invoice-shared": [],
  "invoice-not-pdf": [],
  "invoice-replaced": [],
  "invoice-not-fetched": [],
  "invoice-not-listed": [],
  "parcel-data-missing": ["field"],
  "parcel-not-allowed": [],
  "parcel-unknown": [],
  "courier-unsuitable": ["account", "reason"],
  "offer-differs": ["offer"],
  "charge-differs": [],
  "stock-feed-empty": [],
  "stock-feed-shrunk": [],
  internal: [],
};

/** One text for one cause, whatever the order of its params; what a note about it is kept under. */
export function causeKey(code: ProblemCode, params: Record<string, string>): string {
  return `cause ${code} ${JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/** Causes that a person decides on each order; there is no step to try again. */
export const decidedPerOrder: readonly ProblemCode[] = ["order-changed", "total-differs"];

/** A problem's cause: its code and the params that name what a person must put right. */
export function causeOf({ code, params }: Problem): { code: ProblemCode; params: Record<string, string> } {
  const named = causeParams[code].flatMap((name) => {
    const value = params[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { code, params: Object.fromEntries(named) };
}
