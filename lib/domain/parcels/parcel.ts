import type { ChannelOrder } from "@/lib/domain/orders/order";
import { type Problem, problem } from "@/lib/domain/problem";

/** What of an order its parcel needs and a person may answer, under the channel's own names. */
export const parcelFields = [
  "shipping_contact",
  "shipping_street",
  "shipping_phone",
  "shipping_locality_id",
  "locker_id",
] as const;
export type ParcelField = (typeof parcelFields)[number];

/** A person's word for a field, and what the channel said at that moment: it stands only as long as that has not changed. */
type ParcelAnswer = { value: string; instead: string };
export type ParcelAnswers = Partial<Record<ParcelField, ParcelAnswer>>;

const longEnough = (value: string, least: number) => value.trim().length >= least && value.trim().length <= 255;

/** The limits of emag-api.md §6.1. */
const rules: Record<ParcelField, (value: string) => boolean> = {
  shipping_contact: (value) => longEnough(value, 1),
  shipping_street: (value) => longEnough(value, 3),
  shipping_phone: (value) => /^\+?\d{8,11}$/.test(value),
  shipping_locality_id: (value) => /^[1-9]\d{0,9}$/.test(value),
  locker_id: (value) => longEnough(value, 3),
};

/** An answer as it is kept, or null where the channel would refuse it; a phone may be written with spaces and dots. */
export function cleanAnswer(field: ParcelField, text: string): string | null {
  const value = field === "shipping_phone" ? text.replace(/[\s.()/-]/g, "") : text.trim();
  return rules[field](value) ? value : null;
}

/** What the channel itself says; empty where it says nothing. */
export function channelValue({ shipping, delivery }: ChannelOrder, field: ParcelField): string {
  const values: Record<ParcelField, string | null> = {
    shipping_contact: shipping.contact,
    shipping_street: shipping.street,
    shipping_phone: shipping.phone,
    shipping_locality_id: shipping.localityId,
    locker_id: delivery.lockerId,
  };
  return values[field] ?? "";
}

/** The order with a person's answers in it, as far as they still answer what the channel says. */
export function answeredOrder(order: ChannelOrder, answers: ParcelAnswers): ChannelOrder {
  const value = (field: ParcelField) => {
    const own = channelValue(order, field);
    const answer = answers[field];
    return answer?.instead === own ? answer.value : own;
  };
  return {
    ...order,
    shipping: {
      ...order.shipping,
      contact: value("shipping_contact"),
      street: value("shipping_street"),
      phone: value("shipping_phone"),
      localityId: value("shipping_locality_id") || null,
    },
    delivery: { ...order.delivery, lockerId: value("locker_id") || null },
  };
}

/** What stands in the way of ordering a parcel, found before the call, because every call costs one (emag-api.md §6.1). */
export function parcelProblem(order: ChannelOrder): Problem | null {
  if (order.courierAccounts?.length === 0) return problem("parcel-not-allowed", "rejected", { order: order.id });
  const needed = parcelFields.filter((field) => field !== "locker_id" || order.delivery.mode === "pickup");
  const missing = needed.filter((field) => !rules[field](channelValue(order, field)) || isNameless(order, field));
  return missing.length > 0
    ? problem("parcel-data-missing", "rejected", { order: order.id, field: missing.join(", ") })
    : null;
}

/** The receiver's name is the buyer's, or where that is too short the contact's; eMAG wants three letters of it. */
const isNameless = ({ buyer, shipping }: ChannelOrder, field: ParcelField) =>
  field === "shipping_contact" && !longEnough(buyer.name, 3) && !longEnough(shipping.contact, 3);

/** The fields a stopped hand-over asks a person for; none when it asks for nothing. */
export function askedFields(stopped: Problem | null): ParcelField[] {
  if (stopped?.code !== "parcel-data-missing") return [];
  const named = (stopped.params.field ?? "").split(", ");
  return parcelFields.filter((field) => named.includes(field));
}

/** ERP labels of a shipment whose goods have not left (acumatica-api.md §7.6). */
const unconfirmed = new Set(["Open", "On Hold"]);

/** The shipment whose parcel is the order's one: the first with goods on their way, else the first there is. */
export function shipmentToHandOver<S extends { status: string }>(shipments: S[]): S | null {
  const alive = shipments.filter(({ status }) => status !== "Canceled");
  return alive.find(({ status }) => !unconfirmed.has(status)) ?? alive[0] ?? null;
}
