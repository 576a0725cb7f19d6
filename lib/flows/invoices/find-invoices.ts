import { randomBytes } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import type { ChangedInvoice } from "@/lib/connectors/contract";
import { addInvoices, changeInvoice, findDocuments, reopenAttachment } from "@/lib/db/invoices/invoices";
import { integrations, orderLinks, orders } from "@/lib/db/schema";
import type { Run } from "@/lib/flows/engine/run";

const everyMinutes = 10;

/** Whether the ERP's invoices were last looked through long enough ago. */
export function isSearchDue({ integration, ctx }: Run): boolean {
  const last = integration.row.invoicesReadAt;
  return (
    integration.settings.invoices.enabled && (!last || ctx.now().getTime() - last.getTime() >= everyMinutes * 60_000)
  );
}

/**
 * Started by a heartbeat. Looks through what has changed among the ERP's invoices for later ones of known orders: a
 * second shipment's, a credit note, a corrected one, a file that was changed. Reopens the orders' invoice step, which
 * does the rest. Twice is safe: documents are known by their key, changes by the ERP's own stamp.
 */
export async function findInvoices(run: Run): Promise<void> {
  const { ctx, integration } = run;
  const changed = await integration.erp.listChangedInvoices(integration.row.invoicesCheckpoint);
  let newest = integration.row.invoicesCheckpoint;
  for (const invoice of changed) {
    for (const orderId of await ordersBehind(run, invoice)) await take(run, orderId, invoice);
    if (newest === null || Date.parse(invoice.modified) > Date.parse(newest)) newest = invoice.modified || newest;
  }
  await ctx.db
    .update(integrations)
    .set({ invoicesCheckpoint: newest, invoicesReadAt: ctx.now() })
    .where(eq(integrations.id, integration.row.id));
}

/** Known orders a document belongs to: by its lines, by what it corrects, or by the reference it inherited. */
async function ordersBehind({ ctx, integration }: Run, invoice: ChangedInvoice): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { orderType, number } of invoice.orders) {
    const same = and(
      eq(orderLinks.erpId, integration.erpConnection.id),
      eq(orderLinks.orderType, orderType),
      eq(orderLinks.orderNumber, number),
    );
    const mine = and(same, eq(orders.integrationId, integration.row.id));
    const rows = await ctx.db
      .select({ id: orders.id })
      .from(orderLinks)
      .innerJoin(orders, eq(orders.id, orderLinks.orderId))
      .where(mine);
    for (const { id } of rows) found.add(id);
  }
  for (const key of [{ type: invoice.type, number: invoice.number }, ...invoice.origins])
    for (const { orderId } of await findDocuments(ctx.db, integration.row.id, key)) found.add(orderId);
  if (found.size === 0 && invoice.customerOrder) {
    const mine = and(eq(orders.integrationId, integration.row.id), eq(orders.channelOrderId, invoice.customerOrder));
    const linked = ctx.db.select({ id: orderLinks.orderId }).from(orderLinks);
    for (const { id } of await ctx.db
      .select()
      .from(orders)
      .where(and(mine, inArray(orders.id, linked))))
      found.add(id);
  }
  return found;
}

async function take({ ctx, integration }: Run, orderId: string, invoice: ChangedInvoice): Promise<void> {
  const key = { type: invoice.type, number: invoice.number };
  const known = (await findDocuments(ctx.db, integration.row.id, key)).find((one) => one.orderId === orderId);
  if (!known) {
    const token = () => randomBytes(24).toString("base64url");
    await addInvoices(ctx.db, { orderId, keys: [key], now: ctx.now(), token });
    await reopenAttachment(ctx.db, orderId, ctx.now());
    return;
  }
  if (known.erpModified === null || known.erpModified === invoice.modified) return;
  await changeInvoice(ctx.db, known.id, { lookAgain: true, erpModified: invoice.modified });
  await reopenAttachment(ctx.db, orderId, ctx.now());
}
