import { type Correction, correctInvoice } from "@/sandbox/acumatica/documents/correct-invoice";
import {
  invoiceOrder,
  invoiceShipments,
  invoicesOf,
  isInvoiceable,
  releaseInvoice,
} from "@/sandbox/acumatica/documents/invoices";
import {
  confirmShipment,
  createShipments,
  type ShipRequest,
  shipmentsOf,
  updateInventory,
} from "@/sandbox/acumatica/documents/shipments";
import { attachToInvoice } from "@/sandbox/acumatica/documents/staff";
import { type Erp, findOrder } from "@/sandbox/acumatica/erp";
import { noEntity } from "@/sandbox/acumatica/failure";
import { type Row, text } from "@/sandbox/acumatica/record";

type OrderKey = { orderType: string; orderNbr: string };

/** What a staff call may say; `orders` instead of one key puts several on one invoice, `separate` gives each shipment its own. */
export type StaffBody = OrderKey &
  ShipRequest &
  Correction & { orders?: OrderKey[]; separate?: boolean; filename?: string; text?: string; base64?: string };

type Step = (erp: Erp, orders: Row[], body: StaffBody) => object | Promise<object>;

export function ordersMeant(erp: Erp, body: StaffBody): Row[] {
  return (body.orders ?? [body]).map(({ orderType, orderNbr }) => {
    const order = findOrder(erp, orderType, orderNbr);
    if (!order) throw noEntity();
    return order;
  });
}

const numbers = (list: Row[], field: string): object => ({ [field]: list.map((record) => text(record, field)) });

const shipmentsBehind = (erp: Erp, orders: Row[]): Row[] => [
  ...new Set(orders.flatMap((order) => shipmentsOf(erp, order))),
];

const invoicesBehind = (erp: Erp, orders: Row[]): Row[] => [
  ...new Set(orders.flatMap((order) => invoicesOf(erp, order))),
];

const inStatus = (list: Row[], status: string): Row[] => list.filter((record) => text(record, "Status") === status);

function each(erp: Erp, list: Row[], act: (erp: Erp, record: Row) => void): Row[] {
  erp.commit(() => {
    for (const record of list) act(erp, record);
  });
  return list;
}

const ship: Step = (erp, orders, body) =>
  numbers(
    erp.commit(() => orders.flatMap((order) => createShipments(erp, order, body))),
    "ShipmentNbr",
  );

const confirm: Step = (erp, orders) =>
  numbers(each(erp, inStatus(shipmentsBehind(erp, orders), "Open"), confirmShipment), "ShipmentNbr");

const invoice: Step = (erp, orders, body) => {
  const ready = shipmentsBehind(erp, orders).filter(isInvoiceable);
  const made = erp.commit(() => {
    if (ready.length === 0) return orders.map((order) => invoiceOrder(erp, order));
    return body.separate ? ready.map((shipment) => invoiceShipments(erp, [shipment])) : [invoiceShipments(erp, ready)];
  });
  return numbers(made, "ReferenceNbr");
};

const release: Step = (erp, orders) =>
  numbers(each(erp, inStatus(invoicesBehind(erp, orders), "Balanced"), releaseInvoice), "ReferenceNbr");

const given = (body: StaffBody): Buffer | undefined => {
  if (body.base64 !== undefined) return Buffer.from(body.base64, "base64");
  return body.text === undefined ? undefined : Buffer.from(body.text);
};

const attach: Step = async (erp, orders, body) => {
  const file = { filename: body.filename, bytes: given(body) };
  const files = await Promise.all(invoicesBehind(erp, orders).map((document) => attachToInvoice(erp, document, file)));
  return { files: files.map(({ base64: _bytes, ...stored }) => stored) };
};

/** Cancels the order's released invoices and corrects them, with the printed file on each new document. */
const correct: Step = async (erp, orders, body) => {
  const released = inStatus(invoicesBehind(erp, orders), "Open").filter((one) => text(one, "Type") === "Invoice");
  const made = erp.commit(() => released.flatMap((one) => correctInvoice(erp, one, body)));
  for (const document of made) await attachToInvoice(erp, document);
  return numbers(made, "ReferenceNbr");
};

const updateIn: Step = (erp, orders) => {
  const ready = shipmentsBehind(erp, orders).filter((s) => s.marks.confirmed && !s.marks.posted);
  return numbers(each(erp, ready, updateInventory), "ShipmentNbr");
};

const all: Step = async (erp, orders, body) => {
  const done: object[] = [];
  for (const step of [ship, confirm, invoice, release, attach]) done.push(await step(erp, orders, body));
  return Object.assign({}, ...done);
};

/** The steps of the seller's staff, each on those of the order's documents that are ready for it. */
export const staffSteps: Record<string, Step> = {
  ship,
  confirm,
  invoice,
  release,
  attach,
  correct,
  "update-in": updateIn,
  all,
};
