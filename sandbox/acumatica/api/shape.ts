/** How a field is stored, compared and written: `qty` 6 decimals, `price` the company's price decimals, `amount` 4. */
export type Kind = "text" | "flag" | "int" | "qty" | "price" | "amount" | "date" | "moment";

export type Shape = {
  entity: string;
  keys: string[];
  fields: Record<string, Kind>;
  /** Fields a request cannot set. */
  computed: Set<string>;
  one: Record<string, Shape>;
  many: Record<string, Shape>;
  /** `Graph/View` of the attachment link (acumatica-api.md §3.4). */
  attach: string | null;
};

type Spec = Partial<Record<Kind, string>> & {
  keys?: string;
  computed?: string;
  one?: Record<string, Shape>;
  many?: Record<string, Shape>;
  attach?: string;
};

const words = (list = ""): string[] => list.split(/\s+/).filter(Boolean);

const kinds: Kind[] = ["text", "flag", "int", "qty", "price", "amount", "date", "moment"];

/** Builds a shape from lists of field names, one list per kind. */
export function shape(entity: string, spec: Spec): Shape {
  const fields: Record<string, Kind> = {};
  for (const kind of kinds) for (const name of words(spec[kind])) fields[name] = kind;
  return {
    entity,
    keys: words(spec.keys),
    fields,
    computed: new Set(words(spec.computed)),
    one: spec.one ?? {},
    many: spec.many ?? {},
    attach: spec.attach ?? null,
  };
}

/** Fields of acumatica-api.md §1.4 that an older endpoint version does not have yet. */
const addedIn: Record<string, string> = {
  "SalesOrder/CreatedDate": "22",
  "SalesOrder/DisableAutomaticTaxCalculation": "22",
  "SalesOrder/NoteID": "22",
  "SalesOrder/TaxCalcMode": "22",
  "SalesOrder/WillCall": "22",
  "SalesOrder/Branch": "23",
  "SalesOrder/MaxRiskScore": "23",
  "SalesOrderDetail/ManualPrice": "22",
  "SalesOrderDetail/ExternalRef": "22",
  "SalesOrderDetail/NoteID": "22",
  "SalesInvoice/IsTaxValid": "22",
  "SalesInvoice/LastModifiedDateTime": "23",
  "SalesInvoice/LastModifiedDate": "24",
  "SalesInvoice/CreatedDate": "24",
  "SalesInvoice/ExternalRef": "24",
  "SalesInvoice/TaxCalcMode": "24",
  "SalesInvoice/BillToAddress": "24",
  "SalesInvoice/ShipToAddress": "24",
  "SalesInvoiceDetail/ExternalRef": "24",
  "SalesInvoiceDetail/ManualPrice": "24",
  "ShipmentPackage/LineNbr": "22",
  "ShipmentPackage/NoteID": "22",
  "StockItem/LastModifiedDateTime": "24",
};

/** Whether a version of the endpoint (`24.200.001`) knows a field of an entity. */
export function knows(version: string, entity: string, field: string): boolean {
  const since = addedIn[`${entity}/${field}`];
  return since === undefined || version.slice(0, 2) >= since;
}
