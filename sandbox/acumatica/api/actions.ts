import { randomUUID } from "node:crypto";
import { type Entity, findRecord } from "@/sandbox/acumatica/api/views";
import { applyDraft, readDraft } from "@/sandbox/acumatica/documents/draft";
import { invoiceOrder, invoiceShipments, releaseInvoice } from "@/sandbox/acumatica/documents/invoices";
import { cancelOrder, reopenOrder } from "@/sandbox/acumatica/documents/sales-orders";
import {
  confirmShipment,
  correctShipment,
  createShipments,
  shipmentsOf,
  updateInventory,
} from "@/sandbox/acumatica/documents/shipments";
import { type Erp, notInThisState } from "@/sandbox/acumatica/erp";
import { badShape, Failure, notFound } from "@/sandbox/acumatica/failure";
import { type Row, text } from "@/sandbox/acumatica/record";

type Run = (erp: Erp, record: Row, parameters: Record<string, unknown>) => void;

function only(statuses: string[], what: string, run: Run): Run {
  return (erp, record, parameters) => {
    const status = text(record, "Status");
    if (!statuses.includes(status)) throw notInThisState(erp, what, status);
    run(erp, record, parameters);
  };
}

const parameter = (parameters: Record<string, unknown>, name: string): string | undefined => {
  const found = parameters[name] as { value?: unknown } | undefined;
  return typeof found?.value === "string" ? found.value : undefined;
};

/** The actions of acumatica-api.md §5.10, §7.3 and §7.6. */
const actions: Record<string, Record<string, Run>> = {
  SalesOrder: {
    CancelSalesOrder: only(["On Hold", "Open", "Awaiting Payment", "Credit Hold"], "Cancel Order", (erp, order) => {
      if (shipmentsOf(erp, order).length > 0) throw notInThisState(erp, "Cancel Order", "Shipping");
      cancelOrder(erp, order);
    }),
    ReopenSalesOrder: only(["Canceled"], "Reopen Order", (erp, order) => reopenOrder(erp, order, false)),
    OpenSalesOrder: only(["On Hold"], "Open Order", (erp, order) => reopenOrder(erp, order, false)),
    ReleaseFromCreditHoldSalesOrder: only(["Credit Hold"], "Release from Credit Hold", (erp, order) => {
      order.values.Status = "Open";
      order.marks.open = erp.now();
    }),
    SalesOrderCreateShipment: (erp, order, parameters) => {
      createShipments(erp, order, { warehouse: parameter(parameters, "WarehouseID") });
    },
    PrepareSalesInvoice: (erp, order) => {
      invoiceOrder(erp, order);
    },
    AutoRecalculateDiscounts: () => undefined,
  },
  Shipment: {
    ConfirmShipment: confirmShipment,
    CorrectShipment: correctShipment,
    UpdateIN: updateInventory,
    PrepareInvoice: (erp, shipment) => {
      invoiceShipments(erp, [shipment]);
    },
  },
  SalesInvoice: { ReleaseSalesInvoice: releaseInvoice },
};

export type Operation = { id: string; session: string; pollsLeft: number; failure: Failure | null };

type Target = { record: Row; change(): void };

/** The record an action means, and the field changes its body brings along, applied just before it (§4.6). */
function target(erp: Erp, entity: Entity, body: unknown): Target {
  const sent = (body as { entity?: unknown } | null)?.entity;
  const draft = readDraft(erp, sent, entity.shape);
  const keys = draft.id ? [draft.id] : entity.shape.keys.map((key) => String(draft.values[key] ?? ""));
  const record = findRecord(erp, entity, keys);
  const changes = Object.entries(draft.values).filter(([name]) => !entity.shape.keys.includes(name));
  return { record, change: () => applyDraft(record, { ...draft, values: Object.fromEntries(changes) }) };
}

/** A refused action leaves the record as it was: the transaction is rolled back. */
function runOn(erp: Erp, { record, change }: Target, run: Run, parameters: Record<string, unknown>): void {
  const { values, note, custom } = structuredClone(record);
  try {
    change();
    run(erp, record, parameters);
  } catch (error) {
    Object.assign(record, { values, note, custom });
    throw error;
  }
}

/**
 * `POST /{Entity}/{Action}` (§4.6): the work is done at once, the answer takes as many polls as set: 202 until then,
 * 204 after. A refusal comes with the POST or, as a real long operation may, with the status.
 */
export function createActions(erp: Erp) {
  const operations = new Map<string, Operation>();
  return {
    /** The operation to poll, or null when the action is already done. */
    post(entity: Entity, action: string, body: unknown, session: string): Operation | null {
      const run = actions[entity.shape.entity]?.[action];
      if (!run) throw notFound(`${entity.shape.entity}/${action}`);
      if (typeof body !== "object" || body === null) throw badShape("entity");
      const parameters = (body as { parameters?: Record<string, unknown> }).parameters ?? {};
      let failure: Failure | null = null;
      try {
        erp.commit(() => runOn(erp, target(erp, entity, body), run, parameters));
      } catch (error) {
        const later =
          error instanceof Failure && erp.settings.actionErrors === "status" && erp.settings.actionPolls > 0;
        if (!later) throw error;
        failure = error;
      }
      if (erp.settings.actionPolls === 0) return null;
      const operation = { id: randomUUID(), session, pollsLeft: erp.settings.actionPolls, failure };
      operations.set(operation.id, operation);
      return operation;
    },
    /** True while it still runs; only the session that started it may look. */
    isRunning(id: string, session: string): boolean {
      const operation = operations.get(id);
      if (!operation || operation.session !== session) throw notFound(id);
      operation.pollsLeft -= 1;
      if (operation.pollsLeft >= 0) return true;
      if (operation.failure) throw operation.failure;
      return false;
    },
    reset: () => operations.clear(),
  };
}

export type Actions = ReturnType<typeof createActions>;
