import type { Address, ChannelOrder, OrderStatus } from "@/lib/domain/orders/order";
import { type StepKind, type StepState, settledStates } from "@/lib/domain/orders/step";
import type { ParcelAnswers } from "@/lib/domain/parcels/parcel";

const nobody = { name: "", email: "", taxId: "", registrationNumber: "" };
const nowhere = { contact: "", phone: "", county: "", city: "", street: "", postalCode: "", localityId: null };

/** The order with everything that tells who bought and where it went taken out; goods, prices and country stay. */
export function withoutBuyer(order: ChannelOrder): ChannelOrder {
  return {
    ...order,
    buyer: { ...order.buyer, ...nobody },
    billing: { ...order.billing, ...nowhere },
    shipping: { ...order.shipping, ...nowhere },
    delivery: { ...order.delivery, lockerId: null, lockerName: null },
  };
}

/** Shorter words are found in every other text. */
const shortest = 4;

/** What would give the buyer away in a text of ours: names, and every part of how to reach them, in small letters. */
export function buyerWords(order: ChannelOrder, answers: ParcelAnswers): string[] {
  const reach = ({ contact, phone, street }: Address) => [contact, ...contact.split(/\s+/), phone, street];
  const { name, email, taxId, registrationNumber } = order.buyer;
  const own = [name, ...name.split(/\s+/), email, taxId, registrationNumber];
  const answered = Object.values(answers).map(({ value }) => value);
  const words = [...own, ...reach(order.billing), ...reach(order.shipping), ...answered];
  return [...new Set(words.map((word) => word.trim().toLowerCase()))].filter((word) => word.length >= shortest);
}

/** Why an order's buyer is still needed. */
export type InFlight =
  | { why: "status"; status: OrderStatus }
  | { why: "step"; step: StepKind; state: StepState }
  | { why: "attention" };

type Facts = {
  status: OrderStatus;
  needsAttention: boolean;
  steps: { kind: StepKind; state: StepState }[];
};

/** What still has to happen to an order before its buyer can be erased; null when all of it is over. */
export function inFlight({ status, needsAttention, steps }: Facts): InFlight | null {
  const open = steps.find(({ state }) => !settledStates.includes(state));
  if (open) return { why: "step", step: open.kind, state: open.state };
  if (status === "new" || status === "in-progress" || status === "prepared") return { why: "status", status };
  return needsAttention ? { why: "attention" } : null;
}
