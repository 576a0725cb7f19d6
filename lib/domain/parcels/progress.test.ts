import { expect, test } from "vitest";
import { isNothingNew, missingProgress } from "@/lib/domain/parcels/progress";

const open = { status: "Open" };
const confirmed = { status: "Confirmed" };
const cancelled = { status: "Canceled" };
const shown = (shipments: { status: string }[], invoices: unknown[] = []) => ({ shipments, invoices });

test("an order without invoices waits for a shipment, then for its confirmation, then for the invoice", () => {
  expect([[], [open], [open, confirmed]].map(missingProgress)).toEqual([
    "shipment",
    "shipment-confirmation",
    "invoice",
  ]);
});

test("a parcel is looked at again as soon as there is a shipment that counts, whatever its status", () => {
  expect(isNothingNew("hand-over-awb", "shipment", shown([]))).toBe(true);
  expect(isNothingNew("hand-over-awb", "shipment", shown([cancelled]))).toBe(true);
  for (const one of [open, confirmed, { status: "Abgeschlossen" }])
    expect(isNothingNew("hand-over-awb", "shipment", shown([one])), one.status).toBe(false);
  expect(isNothingNew("hand-over-awb", "shipment-confirmation", shown([open]))).toBe(false);
});

test("an invoice is looked at again when it is there, or when its order waits for something else than before", () => {
  expect(isNothingNew("attach-invoice", "shipment", shown([]))).toBe(true);
  expect(isNothingNew("attach-invoice", "invoice", shown([confirmed]))).toBe(true);
  expect(isNothingNew("attach-invoice", "invoice", shown([confirmed], [{}]))).toBe(false);
  expect(isNothingNew("attach-invoice", "shipment", shown([open]))).toBe(false);
});

test("steps that a list of Sales Orders cannot tell of are always looked at", () => {
  expect(isNothingNew("write-tracking", "tracking-number", shown([]))).toBe(false);
  expect(isNothingNew("attach-invoice", "invoice-file", shown([confirmed]))).toBe(false);
});
