import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { integrations, invoices, orders, steps } from "@/lib/db/schema";
import { decideInvoice, type InvoiceDecision } from "@/lib/flows/invoices/decide-invoice";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { emagBooks, placeOrder, salesOrdersOf, staff } from "./exactly-once/ledger";
import { type Stage, startStage } from "./harness";

/** A stage of its own for one test file, with what tests of invoices do and look at there. */
export function invoiceWorld() {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({
      emag: { limits: false, attachmentFetchDelaySeconds: 0 },
      configure: (file) => {
        for (const seller of file.sellers) for (const one of seller.integrations) one.stock.enabled = false;
      },
    });
    stage.ctx.sleep = async () => {};
  }, 60_000);
  afterAll(() => stage?.stop());
  beforeEach(async () => {
    stage.door.open = true;
    for (const twin of [stage.twins.emag, stage.twins.acumatica]) await twin.control("DELETE", "/_sandbox/faults");
  });

  /** A heartbeat, with everything that is looked at only now and then looked at now. */
  async function beat(): Promise<void> {
    await stage.ctx.db.update(integrations).set({ heartbeatRequestedAt: new Date(), invoicesReadAt: null });
    await runIntegration(stage.ctx, { integrationId: stage.integrationId, deadline: () => false });
  }

  async function orderOf(channelOrderId: string) {
    const [row] = await stage.ctx.db.select().from(orders).where(eq(orders.channelOrderId, channelOrderId));
    if (!row) throw new Error(`order ${channelOrderId} is not known`);
    return row;
  }

  async function documentsOf(id: string) {
    const { id: orderId } = await orderOf(id);
    return stage.ctx.db.select().from(invoices).where(eq(invoices.orderId, orderId)).orderBy(asc(invoices.position));
  }

  async function stepOf(id: string) {
    const { id: orderId } = await orderOf(id);
    const mine = and(eq(steps.orderId, orderId), eq(steps.kind, "attach-invoice"));
    return (await stage.ctx.db.select().from(steps).where(mine))[0];
  }

  const attachmentsOf = async (id: string) =>
    (await emagBooks(stage)).attachments.filter((one) => String(one.order_id) === id && one.type === 1);
  const numberOf = async (id: string) => (await salesOrdersOf(stage, id))[0]?.OrderNbr ?? "";

  /** An order whose shipment is confirmed and whose released invoice lies in the ERP, its PDF on it unless `withFile` is false. */
  async function invoicedOrder(withFile = true): Promise<string> {
    const id = await placeOrder(stage, { lines: [{ sku: "MUG-03", quantity: 1 }] });
    await beat();
    const number = await numberOf(id);
    for (const step of ["ship", "confirm", "invoice", "release"] as const) await staff(stage, step, number);
    if (withFile) await staff(stage, "attach", number);
    return id;
  }

  async function until(done: () => Promise<boolean>, what: string): Promise<void> {
    for (let round = 0; round < 25; round += 1) {
      if (await done()) return;
      await stage.twins.emag.control("POST", "/_sandbox/clock", { advanceSeconds: 1 });
      await beat();
    }
    const rows = await stage.ctx.db.select().from(steps).where(eq(steps.kind, "attach-invoice"));
    const open = rows.filter(({ state }) => state !== "done").map((row) => JSON.stringify(row));
    throw new Error(`never ${what}: ${open.join("\n")}`);
  }

  const delivered = (id: string, count = 1) =>
    until(async () => {
      const documents = await documentsOf(id);
      return documents.length >= count && documents.every((one) => one.deliveredAt || one.erpStatus === "Canceled");
    }, `delivered ${count} documents of ${id}`);

  async function decide(id: string, decision: InvoiceDecision): Promise<boolean> {
    const [document] = await documentsOf(id);
    return decideInvoice(stage.ctx, { orderId: document?.orderId ?? "", invoiceId: document?.id ?? "", decision });
  }

  async function urlOf(id: string): Promise<string> {
    const [document] = await documentsOf(id);
    return `${stage.ctx.appUrl}/files/invoices/${document?.token}/${document?.fileName}`;
  }

  return {
    get stage() {
      return stage;
    },
    beat,
    orderOf,
    documentsOf,
    stepOf,
    attachmentsOf,
    numberOf,
    invoicedOrder,
    until,
    delivered,
    decide,
    urlOf,
  };
}
