import { dayOf } from "@/sandbox/acumatica/api/zone";
import { exception } from "@/sandbox/acumatica/failure";
import { type Row, same, text } from "@/sandbox/acumatica/record";
import type { Settings } from "@/sandbox/acumatica/settings";
import type { State } from "@/sandbox/acumatica/state";

/** What every part of the twin works on. `commit` wraps each change: it saves the state and notifies the receivers. */
export type Erp = {
  settings: Settings;
  state: State;
  now(): number;
  commit<T>(work: () => T): T;
};

export const today = (erp: Erp): string => dayOf(erp.settings.zone, erp.now());

/** The next number of a sequence, zero-padded. */
export function nextNumber(erp: Erp, sequence: string, prefix: string, digits: number, first = 1): string {
  const number = erp.state.next[sequence] ?? first;
  erp.state.next[sequence] = number + 1;
  return `${prefix}${String(number).padStart(digits, "0")}`;
}

export const findBy = (list: Row[], field: string, value: string): Row | undefined =>
  list.find((record) => same(text(record, field), value));

export const findOrder = (erp: Erp, orderType: string, orderNbr: string): Row | undefined =>
  erp.state.salesOrders.find((o) => same(text(o, "OrderType"), orderType) && same(text(o, "OrderNbr"), orderNbr));

/** A stock or non-stock item. */
export const findItem = (erp: Erp, inventoryId: string): Row | undefined =>
  findBy(erp.state.stockItems, "InventoryID", inventoryId) ??
  findBy(erp.state.nonStockItems, "InventoryID", inventoryId);

/** Every save stamps the record; two saves never share a stamp's order with the records before them. */
export function touch(erp: Erp, record: Row, ...fields: string[]): void {
  for (const field of fields) record.values[field] = erp.now();
}

/** An action or edit the document's status forbids (acumatica-api.md §4.6). */
export const notInThisState = (erp: Erp, what: string, status: string): Error =>
  exception(erp.settings.invalidActionStatus, `${what} is not available: the document is in the ${status} status.`);
