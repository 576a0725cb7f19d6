import { shipment as shape } from "@/sandbox/acumatica/api/schema";
import { applyDraft, readDraft } from "@/sandbox/acumatica/documents/draft";
import { type Erp, findBy, notInThisState, touch } from "@/sandbox/acumatica/erp";
import { Failure } from "@/sandbox/acumatica/failure";
import { type Row, row, rows, sum, text } from "@/sandbox/acumatica/record";

/**
 * `PUT Shipment`: header fields and packages of an existing one. A package with `id` or LineNbr is updated, without
 * either it is added, so a tracking number sent without one makes a second box (acumatica-api.md §4.5).
 */
export function putShipment(erp: Erp, body: unknown): Row {
  const draft = readDraft(erp, body, shape);
  const number = String(draft.values.ShipmentNbr ?? "");
  const found = draft.id
    ? erp.state.shipments.find((s) => s.id === draft.id)
    : findBy(erp.state.shipments, "ShipmentNbr", number);
  if (!found) throw missing(body);
  const status = text(found, "Status");
  if (status !== "Open" && !erp.settings.shipmentEditableAfterConfirm) throw notInThisState(erp, "Editing", status);
  return erp.commit(() => {
    applyDraft(found, { ...draft, values: { ...draft.values, ShipmentNbr: text(found, "ShipmentNbr") } });
    for (const sent of draft.many.Packages ?? []) {
      const boxes = rows(found, "Packages");
      const box = boxes.find((b) => (sent.id ? b.id === sent.id : b.values.LineNbr === (sent.values.LineNbr ?? -1)));
      if (sent.remove) found.many.Packages = boxes.filter((b) => b !== box);
      else if (box) applyDraft(box, { ...sent, values: { ...sent.values, LineNbr: box.values.LineNbr ?? 1 } });
      else {
        const next = Math.max(0, ...boxes.map((b) => Number(b.values.LineNbr))) + 1;
        const added = row({ Type: "Manual", UOM: "KG", Weight: "0", Confirmed: status !== "Open" });
        applyDraft(added, sent);
        added.values.LineNbr = next;
        found.many.Packages = [...boxes, added];
      }
    }
    const boxes = rows(found, "Packages");
    Object.assign(found.values, { PackageCount: boxes.length, PackageWeight: sum(boxes, "Weight").toFixed() });
    touch(erp, found, "LastModifiedDateTime");
    return found;
  });
}

/** A PUT that finds nothing is an insert, and a shipment made by hand lacks what only the form gives it. */
function missing(body: unknown): Failure {
  return new Failure(422, {
    id: "00000000-0000-0000-0000-000000000000",
    rowNumber: 1,
    note: {},
    error: "Inserting  'Shipment' record raised at least one error. Please review the errors.",
    ...(body as object),
    CustomerID: { error: "'Customer' cannot be empty." },
    custom: {},
  });
}
