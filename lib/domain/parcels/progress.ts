import type { StepKind, WaitReason } from "@/lib/domain/orders/step";
import { shipmentToHandOver } from "@/lib/domain/parcels/parcel";

type Progress = { shipments: { status: string }[]; invoices: unknown[] };

/** What an order without invoices waits for first. */
export function missingProgress(shipments: Progress["shipments"]): WaitReason {
  if (shipments.length === 0) return "shipment";
  return shipments.every(({ status }) => ["Open", "On Hold"].includes(status)) ? "shipment-confirmation" : "invoice";
}

/** Whether a step that waits would find just what it waits for already, so that looking closer is of no use. */
export function isNothingNew(kind: StepKind, reason: WaitReason, { shipments, invoices }: Progress): boolean {
  if (kind === "hand-over-awb") return reason === "shipment" && shipmentToHandOver(shipments) === null;
  return kind === "attach-invoice" && invoices.length === 0 && missingProgress(shipments) === reason;
}
