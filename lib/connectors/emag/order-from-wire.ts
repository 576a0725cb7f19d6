import { unexpected } from "@/lib/connectors/emag/classify-answer";
import { type Country, countries, currencyOn, type Platform } from "@/lib/connectors/emag/settings";
import { vouchersOf } from "@/lib/connectors/emag/vouchers";
import type { WireLine, WireOrder } from "@/lib/connectors/emag/wire";
import { round } from "@/lib/domain/money";
import type { Address, ChannelOrder, Deposit, Fulfilment, OrderLine, OrderStatus } from "@/lib/domain/orders/order";

/** emag-api.md §4.3: `type` 3 is shipped by the seller, 2 by eMAG. */
export const typeOf: Record<Fulfilment, 2 | 3> = { seller: 3, channel: 2 };

export const statusNumbers = {
  cancelled: 0,
  new: 1,
  "in-progress": 2,
  prepared: 3,
  finalised: 4,
  returned: 5,
} as const satisfies Record<OrderStatus, number>;

export const statuses: Record<number, OrderStatus> = Object.fromEntries(
  Object.entries(statusNumbers).map(([name, number]) => [number, name as OrderStatus]),
);

const paymentMethods: Record<number, ChannelOrder["payment"]["method"]> = { 1: "cod", 2: "transfer", 3: "card" };

/**
 * An eMAG order in no channel's dialect.
 * @throws ConnectorError that names the field when the order has a status or a way to pay that the reference does not know
 */
export function orderFromWire(wire: WireOrder, platform: Platform): ChannelOrder {
  const lines = wire.products.filter(isActive);
  return {
    id: wire.id,
    fulfilment: wire.type === typeOf.channel ? "channel" : "seller",
    status: known(statuses[wire.status], "status", wire.status),
    complete: wire.is_complete !== 0,
    placedAt: wire.date || wire.created,
    modified: wire.modified || wire.created || wire.date,
    handOverBy: wire.maximum_date_for_shipment || null,
    currency:
      wire.currency ||
      lines.find(({ currency }) => currency)?.currency ||
      currencyOn(platform, wire.date || wire.created),
    payment: {
      method: known(paymentMethods[wire.payment_mode_id], "payment_mode_id", wire.payment_mode_id),
      paid: wire.payment_status === 1,
      charged: wire.cashed_co === null ? null : round(wire.cashed_co, 2),
    },
    delivery: {
      mode: wire.delivery_mode,
      lockerId: wire.details.locker_id,
      lockerName: wire.details.locker_name || null,
    },
    buyer: buyerOf(wire),
    billing: billingOf(wire, platform.country),
    shipping: shippingOf(wire, platform.country),
    lines: lines.map(lineOf),
    vouchers: vouchersOf(wire, isActive),
    deposits: lines.flatMap(depositsOf),
    shippingFee: round(wire.shipping_tax, 2),
    shippingVatRate: platform.vatRate,
    courierAccounts: wire.enforced_vendor_courier_accounts,
    cancellationRequested: wire.cancellation_request,
  };
}

/** `status` 0 is a cancelled line; a line returned in full may stay with quantity 0 (§4.4). */
function isActive(line: WireLine): boolean {
  return line.status !== 0 && line.quantity > 0;
}

function known<T>(value: T | undefined, field: string, seen: number): T {
  if (value === undefined) throw unexpected(`${field} ${seen} is not known`);
  return value;
}

function lineOf(line: WireLine): OrderLine {
  return {
    id: line.id,
    offerId: line.product_id,
    sku: line.part_number || line.ext_part_number,
    name: line.name || line.product_name,
    quantity: line.quantity,
    unitPrice: round(line.sale_price, 4),
    vatRate: round(line.vat, 4),
    reverseCharge: line.reversible_vat_charging === 1,
  };
}

function depositsOf(line: WireLine): Deposit[] {
  return line.recycle_warranties
    .filter(({ quantity }) => quantity > 0)
    .map((deposit) => ({
      lineId: line.id,
      name: deposit.product_name || "SGR",
      quantity: deposit.quantity,
      unitPrice: round(deposit.sale_price, 4),
      vatRate: round(deposit.vat_rate, 4),
    }));
}

function buyerOf({ customer }: WireOrder): ChannelOrder["buyer"] {
  const isCompany = customer.legal_entity === 1;
  return {
    name: (isCompany && customer.company) || customer.name || customer.company || customer.billing_name,
    email: customer.email,
    isCompany,
    taxId: customer.code,
    registrationNumber: customer.registration_number,
  };
}

function billingOf({ customer }: WireOrder, home: Country): Address {
  return {
    contact: customer.billing_name || customer.name,
    phone: firstPhone(customer.billing_phone, customer.phone_1, customer.phone_2, customer.phone_3),
    country: countryCode(customer.billing_country, home),
    county: customer.billing_suburb,
    city: customer.billing_city,
    street: customer.billing_street,
    postalCode: customer.billing_postal_code,
    localityId: customer.billing_locality_id,
  };
}

function shippingOf({ customer }: WireOrder, home: Country): Address {
  return {
    contact: customer.shipping_contact || customer.name,
    phone: firstPhone(customer.shipping_phone, customer.phone_1, customer.phone_2, customer.phone_3),
    country: countryCode(customer.shipping_country, home),
    county: customer.shipping_suburb,
    city: customer.shipping_city,
    street: customer.shipping_street,
    postalCode: customer.shipping_postal_code,
    localityId: customer.shipping_locality_id,
  };
}

function firstPhone(...phones: string[]): string {
  return phones.map(cleanPhone).find((phone) => phone !== "") ?? "";
}

/** The first number of a field, as parcels want it: digits, only a leading `+` besides (§6.1). */
export function cleanPhone(phone: string): string {
  const [first = ""] = phone.split(/[,;/]/);
  const digits = first.replace(/\D/g, "");
  if (digits === "") return "";
  if (first.trim().startsWith("+")) return `+${digits}`;
  return digits.startsWith("00") ? `+${digits.slice(2)}` : digits;
}

const countryNames: Record<string, Country> = {
  romania: "RO",
  bulgaria: "BG",
  българия: "BG",
  hungary: "HU",
  ungaria: "HU",
  magyarorszag: "HU",
};

/** Orders carry a country's name, in whatever language: two letters go inward. */
function countryCode(name: string, home: Country): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .trim();
  const found = countryNames[plain] ?? countries.find((code) => code.toLowerCase() === plain);
  return found ?? (/^[a-z]{2}$/.test(plain) ? plain.toUpperCase() : home);
}
