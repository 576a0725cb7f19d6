import type { FieldType, Mapping, MappingKind, TargetField } from "@/lib/domain/mappings/rule";

/** The groups of lines a Sales Order has; each has the same fields. */
const lineGroups = ["goods", "delivery", "voucher", "deposit"] as const;
export type LineGroup = (typeof lineGroups)[number];

type Part = Partial<Omit<TargetField, "target">>;

const field = (target: string, type: FieldType, part: Part = {}): TargetField => ({
  target,
  label: target,
  type,
  length: null,
  required: false,
  locked: false,
  options: null,
  absent: false,
  names: null,
  ...part,
});

const reference = { required: true, locked: true };

/** The order is found again by these, and its total is compared in its own currency: they stay as they are. */
const header: TargetField[] = [
  field("orderType", "text", reference),
  field("number", "text", { locked: true }),
  field("customerOrder", "text", reference),
  field("externalRef", "text", reference),
  field("currency", "text", reference),
  field("customerId", "text", { required: true, names: "customer" }),
  field("date", "date", { required: true }),
  field("description", "text"),
  field("taxZone", "text"),
  field("branch", "text"),
];

const partyFields = ["name", "contact", "phone", "email", "street", "city", "state", "postalCode", "country"] as const;

const line: TargetField[] = [
  field("itemId", "text", { required: true, names: "item" }),
  field("warehouseId", "text", { names: "warehouse" }),
  field("quantity", "integer", { required: true }),
  field("unitPrice", "decimal", { required: true }),
  field("description", "text"),
  field("externalRef", "text"),
  field("taxCategory", "text"),
];

/** What every ERP's order has, before the connector says how it names each field and what it adds. */
const salesOrderFields: readonly TargetField[] = [
  ...header,
  ...(["shipTo", "billTo"] as const).flatMap((role) => partyFields.map((name) => field(`${role}.${name}`, "text"))),
  ...lineGroups.flatMap((group) => line.map((one) => ({ ...one, target: `lines.${group}.${one.target}` }))),
];

/** What a parcel takes (emag-api.md §6.1); whom it goes to and what is collected stay the order's own. */
const shipmentFields: readonly TargetField[] = [
  field("receiver.name", "text", { required: true, length: 255 }),
  field("receiver.contact", "text", { required: true, length: 255 }),
  field("receiver.phone", "text", { required: true }),
  field("receiver.street", "text", { required: true, length: 255 }),
  field("receiver.postalCode", "text", { length: 255 }),
  field("parcels", "integer", { required: true }),
  field("weight", "decimal"),
  field("note", "text", { length: 255 }),
];

/** What the connector knows of a field; `target` may stand for one of every line group: `line.itemId`. */
export type FieldNote = { target: string } & Part;

/** The fields one kind of mapping may fill; `notes` are the ERP's, of its Sales Order. */
export function targetFieldsOf(
  kind: MappingKind,
  notes: readonly FieldNote[],
  custom: Mapping["custom"],
): TargetField[] {
  return kind === "shipment" ? [...shipmentFields] : fieldsFor(notes, custom);
}

/** The fields of a Sales Order in one ERP: the common ones with its names, its own extra ones, and the seller's. */
export function fieldsFor(notes: readonly FieldNote[], custom: Mapping["custom"]): TargetField[] {
  const spread = notes.flatMap((note) =>
    note.target.startsWith("line.")
      ? lineGroups.map((group) => ({ ...note, target: `lines.${group}.${note.target.slice("line.".length)}` }))
      : [note],
  );
  const known = new Map(spread.map((note) => [note.target, note]));
  const common = salesOrderFields.map((one) => ({ ...one, ...known.get(one.target) }));
  const names = new Set(common.map(({ target }) => target));
  const extra = spread.filter(({ target }) => !names.has(target)).map((note) => field(note.target, "text", note));
  const own = custom.map(({ target, type }) => field(target, type, { label: target.replace(/^.*custom\./, "") }));
  return [...common, ...extra, ...own];
}
