import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { readRecord } from "@/lib/connectors/acumatica/odata/record";
import { decimal, rows, text, wrap } from "@/lib/connectors/acumatica/wire";
import { ConnectorError, type ErpShipment } from "@/lib/connectors/contract";
import { type Decimal, isZero } from "@/lib/domain/money";

/** Goods have left; only then may a parcel be ordered (acumatica-api.md §7.6). */
const confirmed = new Set(["Confirmed", "Partially Invoiced", "Invoiced", "Completed"]);

const shipment = z
  .object({
    ShipmentNbr: text,
    Status: text,
    ShippedWeight: decimal,
    PackageWeight: decimal,
    Packages: rows(z.object({ id: z.string().nullish(), TrackingNbr: text, Weight: decimal })),
  })
  .transform(
    (row): ErpShipment => ({
      number: row.ShipmentNbr,
      status: row.Status,
      confirmed: confirmed.has(row.Status),
      cancelled: row.Status === "Canceled",
      packages: row.Packages.map(({ id, TrackingNbr, Weight }) => ({
        lineId: id ?? null,
        trackingNumber: TrackingNbr || null,
        weight: said(Weight),
      })),
      weight: said(row.PackageWeight) ?? said(row.ShippedWeight),
    }),
  );

/** A weight of zero is one nobody entered. */
const said = (weight: Decimal | null): Decimal | null => (weight === null || isZero(weight) ? null : weight);

const select = { $select: "ShipmentNbr,Status,ShippedWeight,PackageWeight,Packages", $expand: "Packages" };

/** A shipment with its packages, weights in kilograms. Throws `rejected` when there is no such shipment. */
export function readShipment(client: Client, number: string): Promise<ErpShipment> {
  return readRecord(client, shipment, ["Shipment", number], select);
}

/**
 * Puts the number on the shipment's first package, or on a new one, and reads it back; nothing when it is there
 * already (acumatica-api.md §4.5, §7.6). `If-Match` keeps a mistaken number from making a new shipment.
 * @throws ConnectorError `rejected` when there is no such shipment, or it answered 200 and kept the old number
 */
export async function writeTracking(client: Client, shipmentNumber: string, trackingNumber: string): Promise<void> {
  const isThere = ({ packages }: ErpShipment) => packages.some((row) => row.trackingNumber === trackingNumber);
  const before = await readShipment(client, shipmentNumber);
  if (isThere(before)) return;
  const first = before.packages[0];
  const row = { ...(first?.lineId ? { id: first.lineId } : {}), ...wrap({ TrackingNbr: trackingNumber }) };
  const after = await client.write(shipment, {
    url: client.entity("Shipment", select),
    headers: { "If-Match": "*" },
    body: { ...wrap({ ShipmentNbr: shipmentNumber }), Packages: [row] },
  });
  // An answer may show the record as it was before; what counts is what was stored.
  if (isThere(after) || isThere(await readShipment(client, shipmentNumber))) return;
  throw new ConnectorError("value-discarded", "rejected", {
    field: "TrackingNbr",
    number: shipmentNumber,
    status: after.status,
  });
}
