import { z } from "zod";
import {
  decimal,
  decimalOrZero,
  id,
  integer,
  isAbsent,
  isEmptyObject,
  isObject,
  list,
  object,
  optionalDecimal,
  optionalId,
  optionalInteger,
  present,
  text,
} from "@/lib/connectors/emag/lenient-schema";

/**
 * eMAG's objects as they arrive, unknown keys at any time (emag-api.md §4.3 to §7.5). Only this file and
 * `lenient-schema.ts` deal with their inconsistencies.
 */
/** §4.6: net and VAT part, both negative; the rate came in later versions only. */
const voucherSplit = z.object({
  voucher_id: id,
  value: decimal,
  vat_value: decimalOrZero,
  vat: optionalDecimal,
  voucher_name: text,
});

const voucher = z.object({
  voucher_id: id,
  voucher_name: text,
  sale_price: decimal,
  sale_price_vat: decimalOrZero,
  vat: optionalDecimal,
});

const deposit = z.object({
  quantity: integer,
  sale_price: decimal,
  vat_rate: decimalOrZero,
  product_name: text,
  recycle_warranty_voucher_split: list(voucherSplit),
});

const line = z.object({
  id,
  product_id: text,
  part_number: text,
  ext_part_number: text,
  name: text,
  product_name: text,
  status: z.preprocess((value) => (isAbsent(value) ? 1 : value), integer),
  quantity: integer,
  sale_price: decimal,
  vat: decimal,
  currency: text,
  reversible_vat_charging: optionalInteger,
  product_voucher_split: list(voucherSplit),
  recycle_warranties: list(deposit),
});

const customer = object({
  name: text,
  company: text,
  email: text,
  code: text,
  registration_number: text,
  legal_entity: optionalInteger,
  phone_1: text,
  phone_2: text,
  phone_3: text,
  billing_name: text,
  billing_phone: text,
  billing_country: text,
  billing_suburb: text,
  billing_city: text,
  billing_locality_id: optionalId,
  billing_street: text,
  billing_postal_code: text,
  shipping_contact: text,
  shipping_phone: text,
  shipping_country: text,
  shipping_suburb: text,
  shipping_city: text,
  shipping_locality_id: optionalId,
  shipping_street: text,
  shipping_postal_code: text,
});

/** §4.3. An empty `enforced_vendor_courier_accounts` is not the same as none. */
export const wireOrder = z.object({
  id,
  type: integer,
  status: integer,
  is_complete: optionalInteger,
  date: text,
  created: text,
  modified: text,
  maximum_date_for_shipment: text,
  currency: text,
  payment_mode_id: integer,
  payment_status: optionalInteger,
  cashed_co: optionalDecimal,
  delivery_mode: text,
  details: object({ locker_id: optionalId, locker_name: text }),
  shipping_tax: decimalOrZero,
  shipping_tax_voucher_split: list(voucherSplit),
  customer,
  products: list(line),
  vouchers: list(voucher),
  enforced_vendor_courier_accounts: z.union([z.null(), z.undefined(), list(id)]).transform((value) => value ?? null),
  cancellation_request: present,
});

export type WireOrder = z.output<typeof wireOrder>;
export type WireLine = WireOrder["products"][number];
export type WireSplit = z.output<typeof voucherSplit>;

/** Enough of an order to see whether it passes the filters it was asked by. */
export const orderHead = z.object({ id, type: integer, status: integer });

/** §5.5 */
export const wireAttachment = z.object({
  order_id: optionalId,
  order_type: optionalInteger,
  name: text,
  url: text,
  type: optionalInteger,
});

const awbNumber = z.object({ emag_id: optionalId, awb_number: text });

/** One AWB of `awb/save` or `awb/read`; the numbers stand at the top or in `awb[]` (§6.1, §6.2). */
export const wireAwb = z.object({
  emag_id: optionalId,
  reservation_id: optionalId,
  awb_number: text,
  courier_name: text,
  courier: object({ courier_name: text }),
  awb: list(awbNumber),
});

export type WireAwb = z.output<typeof wireAwb>;

/** §7.5 */
export const wireOffer = z.object({
  id,
  part_number: text,
  name: text,
  status: optionalInteger,
  general_stock: optionalInteger,
  stock: list(z.object({ value: integer })),
  ean: z.preprocess((value) => (typeof value === "string" || typeof value === "number" ? [value] : value), list(text)),
  category_id: optionalId,
});

/** §6.4 */
export const wireCourierAccount = z.object({
  account_id: id,
  account_display_name: text,
  courier_name: text,
  courier_account_type: optionalInteger,
  status: optionalInteger,
});

/** A.1 */
export const wireCount = z.object({ noOfItems: integer });

/** The rows of a read's or save's `results`: a list, one object, or nothing. */
export function rowsOf(results: unknown): unknown[] {
  if (Array.isArray(results)) return results.filter((row) => row !== null);
  return isObject(results) && !isEmptyObject(results) ? [results] : [];
}
