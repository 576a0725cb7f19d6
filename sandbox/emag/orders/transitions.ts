import type { OrderStatus } from "./order";

const hour = 3_600_000;

type Rule = "yes" | "48h" | "return-window";

/** The status matrix of emag-api.md §4.7 for order/save; what is missing is refused. 1 → 2 is acknowledge alone. */
export const matrix: Record<OrderStatus, Partial<Record<OrderStatus, Rule>>> = {
  1: {},
  2: { 2: "yes", 3: "yes", 4: "yes", 0: "yes" },
  3: { 3: "yes", 4: "yes", 0: "yes" },
  4: { 3: "48h", 4: "yes", 0: "48h", 5: "return-window" },
  0: { 2: "48h", 3: "48h", 4: "48h", 0: "yes" },
  5: {},
};

/** Whether an order that took its status `ageMs` ago may move; the return window is days and gets 5 more (§4.7). */
export function mayMove(from: OrderStatus, to: OrderStatus, ageMs: number, returnWindowDays: number): boolean {
  switch (matrix[from][to]) {
    case "yes":
      return true;
    case "48h":
      return ageMs <= 48 * hour;
    case "return-window":
      return ageMs <= (returnWindowDays + 5) * 24 * hour;
    default:
      return false;
  }
}

/** Cancellation reasons (§4.10). */
export const cancellationReasons: Record<number, string> = {
  1: "Out of stock",
  2: "Cancelled by client",
  3: "Client unreachable",
  15: "Courier term too long",
  16: "Transport tax too high",
  17: "Long term until product reaches seller",
  18: "Better offer elsewhere",
  19: "Payment order unpaid",
  20: "Undelivered (courier)",
  21: "Others",
  22: "Incomplete, automatic",
  23: "Customer changed mind",
  24: "Customer request",
  25: "Failed delivery",
  26: "Late shipment",
  27: "Irrelevant order",
  28: "Cancelled by SuperAdmin at seller's request",
  29: "Blacklisted customer",
  30: "No VAT invoice",
  31: "Partner asked",
  32: "Delivery estimate too long",
  33: "No longer in partner stock",
  34: "Other reasons",
  35: "Delivery too expensive",
  36: "Better price elsewhere",
  37: "Similar order at eMAG",
  38: "No longer needed",
  39: "Instalments only",
  40: "Other reasons EIS",
  41: "Out of stock, instalments",
  42: "No longer in partner stock, instalments",
  43: "Delivery estimate too long, instalments",
};
