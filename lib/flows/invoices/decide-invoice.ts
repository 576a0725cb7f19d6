import { and, eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import type { Tx } from "@/lib/db/client";
import { changeInvoice, type Invoice, reopenAttachment } from "@/lib/db/invoices/invoices";
import { addEvents } from "@/lib/db/orders/timeline";
import { invoices, orders, steps } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

/**
 * `publish`, `keep`: what becomes of a file changed in the ERP after it was sent · `withdraw`, `restore`: the public
 * address ends now, or works again until its time · `compare`: the ERP's file is read again and compared.
 */
export const decisions = ["publish", "keep", "withdraw", "restore", "compare"] as const;
export type InvoiceDecision = (typeof decisions)[number];

/** A person decides about one document of an order; the step goes on from there. @returns false when there is nothing to decide */
export async function decideInvoice(
  ctx: FlowContext,
  input: { orderId: string; invoiceId: string; decision: InvoiceDecision },
): Promise<boolean> {
  const now = ctx.now();
  return ctx.db.transaction(async (tx) => {
    const mine = and(eq(invoices.id, input.invoiceId), eq(invoices.orderId, input.orderId));
    const [found] = await tx
      .select({ document: invoices, order: orders })
      .from(invoices)
      .innerJoin(orders, eq(orders.id, invoices.orderId))
      .where(mine)
      .for("update");
    const change = found && changeOf(found.document, input.decision, now);
    if (!found || !change) return false;
    await changeInvoice(tx, input.invoiceId, change);
    const { invoiceNumber: invoice } = found.document;
    await wake(tx, input, now);
    const params = { invoice, decision: input.decision };
    await addEvents(tx, { orderId: input.orderId, at: now, actor: ctx.actor, kind: "invoice-decided", params });
    await writeAudit(tx, {
      sellerId: found.order.sellerId,
      actor: ctx.actor,
      action: `invoice.${input.decision}`,
      subject: found.order.channelOrderId,
      after: { invoice },
    });
    return true;
  });
}

function changeOf(document: Invoice, decision: InvoiceDecision, now: Date): Partial<Invoice> | null {
  switch (decision) {
    case "publish":
    case "keep":
      return document.problem?.code === "invoice-replaced" ? { decision, lookAgain: true, problem: null } : null;
    case "withdraw":
      return document.withdrawnAt ? null : { withdrawnAt: now };
    case "restore":
      return document.withdrawnAt ? { withdrawnAt: null } : null;
    case "compare":
      return { lookAgain: true };
  }
}

/** The step looks at the order's documents now, also where it had stopped for this decision. */
async function wake(tx: Tx, { orderId }: { orderId: string }, now: Date): Promise<void> {
  await reopenAttachment(tx, orderId, now);
  await tx
    .update(steps)
    .set({ state: "due", problem: null, dueAt: now, updatedAt: now })
    .where(and(eq(steps.orderId, orderId), eq(steps.kind, "attach-invoice"), eq(steps.state, "blocked")));
}
