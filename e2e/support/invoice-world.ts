import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { integrations, invoices, orders, steps } from "@/lib/db/schema";
import { decideInvoice, type InvoiceDecision } from "@/lib/flows/invoices/decide-invoice";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { ordersOnly } from "./each-integration";
import { emagLedger, placeOrder, salesOrdersOf, staff } from "./exactly-once/ledger";
import { type Harness, startHarness } from "./harness";

/** A harness of its own for one test file, with what tests of invoices do and look at there. */
export function invoiceWorld(): InvoiceWorld {
  const world = new InvoiceWorld();
  beforeAll(() => world.open(), 60_000);
  afterAll(() => world.harness?.stop());
  beforeEach(async () => {
    const { door, twins } = world.harness;
    door.open = true;
    for (const twin of [twins.emag, twins.acumatica]) await twin.control("DELETE", "/_sandbox/faults");
  });
  return world;
}

/** What it offers needs no `this`, since tests take it apart. */
class InvoiceWorld {
  harness!: Harness;

  async open(): Promise<void> {
    this.harness = await startHarness({
      emag: { limits: false, attachmentFetchDelaySeconds: 0 },
      configure: ordersOnly,
    });
    this.harness.ctx.sleep = async () => {};
  }

  /** A heartbeat, with everything that is looked at only now and then looked at now. */
  beat = async (): Promise<void> => {
    const { ctx, integrationId } = this.harness;
    await ctx.db.update(integrations).set({ heartbeatRequestedAt: new Date(), invoicesReadAt: null });
    await runIntegration(ctx, { integrationId, deadline: () => false });
  };

  orderOf = async (channelOrderId: string) => {
    const [row] = await this.harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, channelOrderId));
    if (!row) throw new Error(`order ${channelOrderId} is not known`);
    return row;
  };

  documentsOf = async (id: string) => {
    const mine = eq(invoices.orderId, (await this.orderOf(id)).id);
    return this.harness.ctx.db.select().from(invoices).where(mine).orderBy(asc(invoices.position));
  };

  stepOf = async (id: string) => {
    const { id: orderId } = await this.orderOf(id);
    const mine = and(eq(steps.orderId, orderId), eq(steps.kind, "attach-invoice"));
    return (await this.harness.ctx.db.select().from(steps).where(mine))[0];
  };

  attachmentsOf = async (id: string) => {
    const { attachments } = await emagLedger(this.harness);
    return attachments.filter((one) => String(one.order_id) === id && one.type === 1);
  };

  numberOf = async (id: string): Promise<string> => {
    return (await salesOrdersOf(this.harness, id))[0]?.OrderNbr ?? "";
  };

  /** An order whose shipment is confirmed and whose released invoice lies in the ERP, its PDF on it unless `withFile` is false. */
  invoicedOrder = async (withFile = true): Promise<string> => {
    const id = await placeOrder(this.harness, { lines: [{ sku: "MUG-03", quantity: 1 }] });
    await this.beat();
    const number = await this.numberOf(id);
    for (const step of ["ship", "confirm", "invoice", "release"] as const) await staff(this.harness, step, number);
    if (withFile) await staff(this.harness, "attach", number);
    return id;
  };

  until = async (done: () => Promise<boolean>, what: string): Promise<void> => {
    const { twins, ctx } = this.harness;
    for (let round = 0; round < 25; round += 1) {
      if (await done()) return;
      await twins.emag.control("POST", "/_sandbox/clock", { advanceSeconds: 1 });
      await this.beat();
    }
    const rows = await ctx.db.select().from(steps).where(eq(steps.kind, "attach-invoice"));
    const open = rows
      .filter(({ state }) => state !== "done" && state !== "not-needed")
      .map((row) => JSON.stringify(row));
    throw new Error(`never ${what}: ${open.join("\n")}`);
  };

  delivered = (id: string, count = 1): Promise<void> => {
    return this.until(async () => {
      const documents = await this.documentsOf(id);
      return documents.length >= count && documents.every((one) => one.deliveredAt || one.erpStatus === "Canceled");
    }, `delivered ${count} documents of ${id}`);
  };

  decide = async (id: string, decision: InvoiceDecision): Promise<boolean> => {
    const [document] = await this.documentsOf(id);
    const { orderId = "", id: invoiceId = "" } = document ?? {};
    return decideInvoice(this.harness.ctx, { orderId, invoiceId, decision });
  };

  urlOf = async (id: string): Promise<string> => {
    const [document] = await this.documentsOf(id);
    return `${this.harness.ctx.appUrl}/files/invoices/${document?.token}/${document?.fileName}`;
  };
}
