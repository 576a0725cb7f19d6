import { ConnectorError, type Parcel, type ParcelParty, type ParcelRequest } from "@/lib/connectors/contract";
import { unexpected } from "@/lib/connectors/emag/classify-answer";
import type { Client } from "@/lib/connectors/emag/client";
import { cleanPhone } from "@/lib/connectors/emag/order-from-wire";
import { parseRow } from "@/lib/connectors/emag/pages";
import { rowsOf, type WireAwb, wireAwb } from "@/lib/connectors/emag/wire";

/** What an AWB's cash may be in; left out, another currency's amount would be taken for the official one (§6.1). */
const currencies = ["RON", "EUR", "HUF"];

/**
 * Orders one AWB; each call that takes effect is billed, so it is sent once (emag-api.md §6.1).
 * @throws ConnectorError `rejected` before the call for a currency AWBs do not take; `outcome-unknown` also when eMAG
 *   accepts it without saying which parcel it made
 */
export async function createParcel(client: Client, request: ParcelRequest): Promise<Parcel> {
  if (!currencies.includes(request.currency)) {
    const message = `${request.currency} is none of ${currencies.join(", ")}`;
    throw new ConnectorError("field-refused", "rejected", { field: "currency", message }, message);
  }
  const made = savedAwb(await client.save("awb/save", [awbOf(request)]));
  const parcel = made && parcelOf(made);
  if (parcel?.number) return parcel;
  // Only identifiers came: the parcel exists, and one look may tell its number (§6.1).
  const found = made && (await lookUp(client, made).catch(() => null));
  const known = found ?? parcel;
  if (!known) throw new ConnectorError("outcome-unknown", "unknown", {}, "awb/save named no parcel");
  return known;
}

/** An answer of an unknown shape still means that the call took effect. */
function savedAwb(results: unknown): WireAwb | null {
  const parsed = wireAwb.safeParse(rowsOf(results)[0]);
  return parsed.success ? parsed.data : null;
}

/** One AWB by the id eMAG gave it, null when it shows none. */
export async function readParcel(client: Client, parcelId: string): Promise<Parcel | null> {
  return findParcel(client, { emag_id: Number(parcelId) });
}

/** The label as PDF, A4 (§6.3). */
export function readLabel(client: Client, parcelId: string): Promise<Uint8Array> {
  return client.download("awb/read_pdf", { emag_id: parcelId, awb_format: "A4" });
}

function lookUp(client: Client, made: WireAwb): Promise<Parcel | null> {
  const emagId = emagIdOf(made);
  if (emagId) return findParcel(client, { emag_id: Number(emagId) });
  return made.reservation_id
    ? findParcel(client, { reservation_id: Number(made.reservation_id) })
    : Promise.resolve(null);
}

/** The two filters `awb/read` knows (§6.2); rows of another parcel mean that it ignored them. */
async function findParcel(
  client: Client,
  filters: { emag_id: number } | { reservation_id: number },
): Promise<Parcel | null> {
  const rows = rowsOf(await client.read("awb/read", filters)).map((raw) => parseRow(wireAwb, raw));
  if (rows.length === 0) return null;
  const row = rows.find((one) =>
    "emag_id" in filters
      ? emagIds(one).includes(String(filters.emag_id))
      : one.reservation_id === String(filters.reservation_id),
  );
  if (!row) throw unexpected("awb/read answered with another parcel");
  return parcelOf(row, "emag_id" in filters ? String(filters.emag_id) : undefined);
}

function emagIds(awb: WireAwb): (string | null)[] {
  return [awb.emag_id, ...awb.awb.map(({ emag_id }) => emag_id)];
}

function emagIdOf(awb: WireAwb): string | null {
  return emagIds(awb).find((id) => id !== null) ?? null;
}

function parcelOf(awb: WireAwb, wanted?: string): Parcel | null {
  const parcelId = wanted ?? emagIdOf(awb);
  if (!parcelId) return null;
  const part = awb.awb.find(({ emag_id }) => emag_id === parcelId) ?? awb.awb[0];
  return {
    parcelId,
    reservationId: awb.reservation_id,
    number: awb.awb_number || part?.awb_number || null,
    courier: awb.courier_name || awb.courier.courier_name || null,
  };
}

/** The body of §6.1 and A.6; sizes are unknown here, so no `packages`: they must be complete when sent. */
function awbOf(request: ParcelRequest): Record<string, unknown> {
  const { sender, receiver, weight, lockerId, courierAccountId } = request;
  return {
    order_id: Number(request.orderId),
    type: 1,
    sender: { ...(sender.addressId ? { address_id: sender.addressId } : {}), ...partyOf(sender) },
    receiver: { ...partyOf(receiver), legal_entity: receiver.isCompany ? 1 : 0 },
    is_oversize: 0,
    insured_value: 0,
    ...(weight === null ? {} : { weight: Number(weight) }),
    envelope_number: 0,
    parcel_number: request.parcels,
    cod: Number(request.cashOnDelivery),
    currency: request.currency,
    observation: request.note.slice(0, 255),
    ...(courierAccountId ? { courier_account_id: Number(courierAccountId) } : {}),
    ...(lockerId ? { locker_id: lockerId } : {}),
  };
}

function partyOf({ name, contact, phone, localityId, street, postalCode }: ParcelParty): Record<string, unknown> {
  return {
    name: name.slice(0, 255),
    contact: contact.slice(0, 255),
    phone1: cleanPhone(phone),
    locality_id: Number(localityId),
    street: street.slice(0, 255),
    ...(postalCode ? { zipcode: postalCode } : {}),
  };
}
