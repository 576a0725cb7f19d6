import { randomUUID } from "node:crypto";
import { ConnectorError, type ErpExpectations } from "@/lib/connectors/contract";
import { type Cause, integrationOfCause } from "@/lib/db/failures/failures";
import { type Problem, type ProblemCode, problem } from "@/lib/domain/problem";
import type { FlowContext } from "@/lib/flows/engine/context";
import { openIntegration } from "@/lib/flows/engine/open-integration";
import { withSeat } from "@/lib/flows/engine/run";

/** `checked` is false where only a try can tell; else `problem` is what still stands in the way, null when cured. */
export type CauseCheck = { checked: boolean; problem: Problem | null };

const nothing: ErpExpectations = { orderTypes: [], customers: [], warehouses: [], items: [] };

/** What the ERP must hold for a cause to be cured, and how the connector's finding about it is called. */
const wanted: Partial<Record<ProblemCode, { param: string; subject: string; list: keyof ErpExpectations }>> = {
  "item-unknown": { param: "item", subject: "item", list: "items" },
  "customer-unknown": { param: "customer", subject: "customer", list: "customers" },
  "warehouse-unknown": { param: "warehouse", subject: "warehouse", list: "warehouses" },
};

/**
 * Started by a person who put something right. Asks the ERP whether it now holds what was missing, before anything is
 * retried. Reads only, so twice is safe; changes no row. A ConnectorError is returned as the problem.
 */
export async function checkCause(ctx: FlowContext, cause: Cause): Promise<CauseCheck> {
  const what = wanted[cause.code];
  const id = what && cause.params[what.param];
  const integrationId = id ? await integrationOfCause(ctx.db, cause) : null;
  const integration = integrationId ? await openIntegration(ctx, integrationId) : null;
  if (!what || !id || !integration) return { checked: false, problem: null };
  const { erp, erpConnection } = integration;
  const seat = { connectionId: erpConnection.id, holder: `check/${randomUUID().slice(0, 8)}`, waitSeconds: 20 };
  try {
    const findings = await withSeat(ctx, seat, () =>
      erp.test({ ...nothing, [what.list]: [id] }).finally(() => erp.close()),
    );
    if (!findings) return { checked: true, problem: problem("seats-taken", "limited", { side: "erp" }) };
    const own = findings.find(({ subject }) => subject === `${what.subject} ${id}`);
    return { checked: true, problem: (own ?? findings.find((finding) => finding.problem))?.problem ?? null };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { checked: true, problem: error.problem };
  } finally {
    await integration.close();
  }
}
