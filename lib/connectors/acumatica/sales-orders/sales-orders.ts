import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { around, equals, filterAnyOf } from "@/lib/connectors/acumatica/odata/filter";
import { archived } from "@/lib/connectors/acumatica/odata/record";
import { isCanceled, readProgress } from "@/lib/connectors/acumatica/progress";
import { salesOrderBody } from "@/lib/connectors/acumatica/sales-orders/sales-order-body";
import { expanded, verifyStored } from "@/lib/connectors/acumatica/sales-orders/verify-stored";
import { decimal, text, wrap } from "@/lib/connectors/acumatica/wire";
import {
  ConnectorError,
  type CreatedSalesOrder,
  type FoundSalesOrder,
  type ListedSalesOrder,
  type SalesOrderKey,
  type SalesOrderReference,
} from "@/lib/connectors/contract";
import type { SalesOrderDocument } from "@/lib/domain/documents/sales-order";

const fields = "OrderType,OrderNbr,Status,CustomerOrder,ExternalRef,OrderTotal";
const shownOnCreate = `CustomerID,CurrencyID,Hold,${expanded}`;
const pageSize = 200;
/** Rows read twice from one page to the next, because documents may be deleted while a list is paged (§4.1). */
const pageOverlap = 20;

const header = z.object({
  OrderType: text,
  OrderNbr: text,
  Status: text,
  CustomerOrder: text,
  ExternalRef: text,
  OrderTotal: decimal,
});
const salesOrder = header.transform(found);
const listed = header
  .extend({ Date: text })
  .transform((row): ListedSalesOrder => ({ ...found(row), date: row.Date.slice(0, 10) }));

/** The answer to a create, unparsed besides, to be compared with what was sent. */
const answered = z.unknown().transform((answer, ctx) => {
  const parsed = salesOrder.safeParse(answer);
  if (parsed.success) return { order: parsed.data, answer };
  for (const { path, message } of parsed.error.issues) ctx.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

function found(row: z.output<typeof header>): FoundSalesOrder {
  return {
    orderType: row.OrderType,
    number: row.OrderNbr,
    customerOrder: row.CustomerOrder,
    externalRef: row.ExternalRef,
    status: row.Status,
    cancelled: isCanceled(row.Status),
    total: row.OrderTotal,
  };
}

/** All Sales Orders that carry one of the references, archived and cancelled ones too (acumatica-api.md §5.6). */
export async function findSalesOrders(client: Client, references: SalesOrderReference[]): Promise<FoundSalesOrder[]> {
  const found = new Map<string, FoundSalesOrder>();
  for (const filter of filtersOf(references)) {
    for (let skip = 0; ; skip += pageSize) {
      const url = client.entity("SalesOrder", {
        $filter: filter,
        $select: fields,
        $top: pageSize,
        $skip: skip || undefined,
      });
      const page = (await client.read(z.array(salesOrder), { url, headers: archived })) ?? [];
      for (const order of page) found.set(`${order.orderType}/${order.number}`, order);
      if (page.length < pageSize) break;
    }
  }
  return [...found.values()];
}

/**
 * All Sales Orders of a type whose `Date` lies in the period, archived and cancelled ones too. Paged over that field
 * because it stays as it is while documents change (acumatica-api.md §4.1).
 */
export async function listSalesOrders(
  client: Client,
  { orderType, from, to }: { orderType: string; from: string; to: string },
): Promise<ListedSalesOrder[]> {
  const $filter = `${equals("OrderType", orderType)} and ${around("Date", from, to)}`;
  const orders = new Map<string, ListedSalesOrder>();
  for (let skip = 0; ; skip += pageSize - pageOverlap) {
    const parameters = { $filter, $select: `${fields},Date`, $top: pageSize, $skip: skip || undefined };
    const url = client.entity("SalesOrder", parameters);
    const page = (await client.read(z.array(listed), { url, headers: archived })) ?? [];
    for (const order of page) orders.set(order.number, order);
    if (page.length < pageSize) break;
  }
  return [...orders.values()].filter(({ date }) => date === "" || (date >= from && date <= to));
}

/** One filter per order type, as many references in each as the address holds. */
function filtersOf(references: SalesOrderReference[]): string[] {
  const filters: string[] = [];
  for (const orderType of new Set(references.map((reference) => reference.orderType))) {
    const tests = references
      .filter((reference) => reference.orderType === orderType)
      .map(({ customerOrder, externalRef }) =>
        [equals("CustomerOrder", customerOrder), equals("ExternalRef", externalRef)].filter(
          (test) => !test.endsWith(" ''"),
        ),
      )
      .filter((pair) => pair.length > 0);
    filters.push(...filterAnyOf(equals("OrderType", orderType), tests));
  }
  return filters;
}

/**
 * `PUT SalesOrder`, sent once (acumatica-api.md §4.5, §5.9). Where the ERP refuses a second document of the same number
 * or reference, the first one is adopted. Names the first value that the answer shows as not stored.
 * @throws ConnectorError `unknown` when the answer is lost or names no order; `duplicate-refused` when the document
 *   that is there already is not this order's, or not the only one
 */
export async function createSalesOrder(client: Client, document: SalesOrderDocument): Promise<CreatedSalesOrder> {
  const body = salesOrderBody(document, client.settings);
  const headers: Record<string, string> = document.number ? { "If-None-Match": "*" } : {};
  const url = client.entity("SalesOrder", { $select: `${fields},${shownOnCreate}`, $expand: expanded });
  const created = await client.write(answered, { url, body, headers }).catch(async (error: unknown) => {
    if (error instanceof ConnectorError && isSecond(error)) return adopt(client, document, error);
    throw error;
  });
  if (!("answer" in created)) return created;
  const { order, answer } = created;
  if (order.number === "" || order.number.startsWith("<")) {
    throw new ConnectorError("outcome-unknown", "unknown", {}, "the answer names no order number");
  }
  const [first] = verifyStored(body, answer);
  return first ? { ...order, notStored: first } : order;
}

const isSecond = ({ problem }: ConnectorError): boolean =>
  problem.code === "duplicate-refused" || problem.params.status === "412";

/** The document that was there first, if it is this order's and the only one. */
async function adopt(
  client: Client,
  document: SalesOrderDocument,
  refusal: ConnectorError,
): Promise<CreatedSalesOrder> {
  const { customerOrder, externalRef } = document;
  const found = await findSalesOrders(client, [document]);
  const [first, ...others] = found.filter((order) => order.externalRef === externalRef);
  if (first && others.length === 0) return { ...first, adopted: true };
  throw new ConnectorError("duplicate-refused", "rejected", { order: customerOrder }, refusal.problem.detail);
}

/**
 * Cancels and reads back; nothing to do when it is cancelled (acumatica-api.md §5.4, §5.10).
 * @throws ConnectorError `rejected` when it is still not cancelled, `unknown` when the call was lost and it is not
 *   either
 */
export async function cancelSalesOrder(client: Client, key: SalesOrderKey): Promise<void> {
  if ((await readProgress(client, key)).cancelled) return;
  const entity = wrap({ OrderType: key.orderType, OrderNbr: key.number });
  let doubt: ConnectorError | null = null;
  try {
    await client.act("SalesOrder/CancelSalesOrder", entity);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.problem.kind !== "unknown") throw error;
    doubt = error;
  }
  const { cancelled, status } = await readProgress(client, key);
  if (cancelled) return;
  throw doubt ?? new ConnectorError("refused", "rejected", { message: `${key.orderType} ${key.number}: ${status}` });
}
