import {
  type ExpressionCall,
  type ExpressionResults,
  expressionKey,
  expressionRules,
  type Prepared,
} from "@/lib/domain/mappings/evaluate";
import { Reading } from "@/lib/domain/mappings/reading";
import type { Scope } from "@/lib/domain/mappings/scope";
import type { Decimal } from "@/lib/domain/money";
import type { ChannelOrder } from "@/lib/domain/orders/order";
import type { Problem } from "@/lib/domain/problem";

/** What a mapping says of a parcel; locality, locker, courier and the cash to collect stay the order's own. */
export type ParcelDocument = {
  receiver: { name: string; contact: string; phone: string; street: string; postalCode: string | null };
  parcels: number;
  /** Kilograms; null lets the channel take its default. */
  weight: Decimal | null;
  note: string;
};

export type ParcelInput = {
  /** With a person's answers in it. */
  order: ChannelOrder;
  /** The order's JSON as the channel sent it. */
  raw: unknown;
  /** The ERP's shipment; `packages` at least 1. */
  shipment: { number: string; packages: number; weight: Decimal | null };
};

/** What the rules of a parcel read from. eMAG wants three letters of a name, which the contact's may have (emag-api.md §6.1). */
export function parcelScope({ order, raw, shipment }: ParcelInput): Scope {
  const receiverName = order.buyer.name.length >= 3 ? order.buyer.name : order.shipping.contact;
  const packages = order.delivery.lockerId ? 1 : shipment.packages;
  return { order, raw, shipment, parcel: { receiverName, packages, weight: shipment.weight } };
}

export function parcelExpressions({ mapping }: Prepared, input: ParcelInput): ExpressionCall[] {
  const scope = parcelScope(input);
  return expressionRules(mapping).map(({ target, code }) => ({ key: expressionKey(target, -1), code, scope }));
}

const noResults: ExpressionResults = new Map();

/** The parcel an order is handed over as by a mapping, or the first thing that stands in its way. */
export function assembleParcel(
  prepared: Prepared,
  input: ParcelInput,
  results: ExpressionResults = noResults,
): ParcelDocument | Problem {
  const scope = parcelScope(input);
  const reading = new Reading(prepared, results);
  const read = (target: string) => reading.value(target, scope, -1);
  const text = (target: string) => String(read(target) ?? "");
  const document: ParcelDocument = {
    receiver: {
      name: text("receiver.name"),
      contact: text("receiver.contact"),
      phone: text("receiver.phone"),
      street: text("receiver.street"),
      postalCode: text("receiver.postalCode") || null,
    },
    parcels: Number(read("parcels") ?? 1),
    weight: text("weight") || null,
    note: text("note"),
  };
  return reading.problem ?? document;
}
