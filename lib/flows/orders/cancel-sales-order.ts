import { ConnectorError } from "@/lib/connectors/contract";
import { problem } from "@/lib/domain/problem";
import type { StepWork } from "@/lib/flows/engine/run-step";
import type { StepOutcome } from "@/lib/flows/engine/step-outcome";

/**
 * Started when the channel cancels an order whose Sales Order exists. Cancels it where the ERP allows, else asks a
 * person. Twice is safe: the Sales Order's state is read first.
 */
export async function cancelSalesOrder(work: StepWork): Promise<StepOutcome> {
  const { run, aggregate, ensureLease } = work;
  if (!aggregate.link) return { kind: "done" };
  const key = { orderType: aggregate.link.orderType, number: aggregate.link.orderNumber };
  await ensureLease();
  const progress = await run.integration.erp.readProgress(key);
  if (!progress.cancelled) {
    await ensureLease();
    try {
      await run.integration.erp.cancelSalesOrder(key);
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.problem.kind !== "rejected") throw error;
      const params = { order: aggregate.order.channelOrderId, number: key.number, status: progress.status };
      return {
        kind: "blocked",
        problem: problem("cancelled-after-sales-order", "rejected", params, error.problem.detail),
      };
    }
  }
  await work.event("sales-order-cancelled", { number: key.number });
  return { kind: "done" };
}
