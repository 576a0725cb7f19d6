import type { OrderStatus } from "@/lib/domain/orders/order";

/**
 * `acknowledge`: by its own route alone · `save`: by order/save · `48h`: so long after the last change ·
 * `return-window`: within the customer's time for returns and five days.
 */
export type Move = "acknowledge" | "save" | "48h" | "return-window";

/** Which status an order may be given next (emag-api.md §4.7); what is missing is refused by eMAG. */
export const statusMatrix: Record<OrderStatus, Partial<Record<OrderStatus, Move>>> = {
  new: { "in-progress": "acknowledge" },
  "in-progress": { "in-progress": "save", prepared: "save", finalised: "save", cancelled: "save" },
  prepared: { prepared: "save", finalised: "save", cancelled: "save" },
  finalised: { prepared: "48h", finalised: "save", cancelled: "48h", returned: "return-window" },
  cancelled: { "in-progress": "48h", prepared: "48h", finalised: "48h", cancelled: "save" },
  returned: {},
};

/** Whether order/save can make the move at all; times are left to eMAG, whose clock they run by. */
export function mayBeSaved(from: OrderStatus, to: OrderStatus): boolean {
  const move = statusMatrix[from][to];
  return move !== undefined && move !== "acknowledge";
}
