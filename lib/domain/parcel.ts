import type { ChannelOrder } from "@/lib/domain/order";
import { type Problem, problem } from "@/lib/domain/problem";

const phonePattern = /^\+?\d{8,11}$/;

/** What stands in the way of ordering a parcel, found before the call, because every call costs one (emag-api.md §6.1). */
export function parcelProblem(order: ChannelOrder): Problem | null {
  if (order.courierAccounts?.length === 0) return problem("parcel-not-allowed", "rejected", { order: order.id });
  const { shipping } = order;
  const missing = [
    shipping.contact.trim().length >= 1 ? null : "shipping_contact",
    shipping.street.trim().length >= 3 ? null : "shipping_street",
    phonePattern.test(shipping.phone) ? null : "shipping_phone",
    shipping.localityId ? null : "shipping_locality_id",
    order.delivery.mode === "pickup" && !order.delivery.lockerId ? "locker_id" : null,
  ].filter((field) => field !== null);
  return missing.length > 0
    ? problem("parcel-data-missing", "rejected", { order: order.id, field: missing.join(", ") })
    : null;
}

/** ERP labels of a shipment whose goods have not left (acumatica-api.md §7.6). */
const unconfirmed = new Set(["Open", "On Hold"]);

/** The shipment whose parcel is the order's one: the first with goods on their way, else the first there is. */
export function shipmentToHandOver<S extends { status: string }>(shipments: S[]): S | null {
  const alive = shipments.filter(({ status }) => status !== "Canceled");
  return alive.find(({ status }) => !unconfirmed.has(status)) ?? alive[0] ?? null;
}
