import { ConnectorError, type CreatedSalesOrder, type FoundSalesOrder } from "@/lib/connectors/contract";
import type { SalesOrderDocument } from "@/lib/domain/documents/sales-order";
import { type TotalDifference, totalDifference } from "@/lib/domain/documents/total-difference";
import { absolute, compare, subtract } from "@/lib/domain/money";
import { type Problem, problem } from "@/lib/domain/problem";
import type { StepWork } from "@/lib/flows/engine/run-step";
import type { StepOutcome } from "@/lib/flows/engine/step-outcome";

/** Statuses in which nobody has begun to work on a Sales Order (acumatica-api.md §5.4). */
const untouched = ["Open", "Credit Hold", "On Hold"];

/**
 * Called before a Sales Order is linked. Where its total differs from what the buyer pays by more than the tolerance, it is
 * put on hold, so that nothing wrong is shipped or invoiced, and the line that differs is named. Twice is safe: a hold is a
 * state. A call that is lost leaves the order unlinked: the next look finds it and comes here again.
 */
export async function holdSalesOrder(
  work: StepWork,
  found: FoundSalesOrder,
  document: SalesOrderDocument | Problem,
): Promise<(TotalDifference & { status: string }) | null> {
  const { run, aggregate, ensureLease } = work;
  const { totalTolerance } = run.integration.settings.orders;
  if (found.total === null || found.cancelled) return null;
  if (compare(absolute(subtract(found.total, aggregate.order.gross)), totalTolerance) <= 0) return null;
  const status = await hold(work, found);
  await ensureLease();
  const stored = await run.integration.erp.readSalesOrder(found);
  const where =
    "code" in document
      ? { line: "–", expected: aggregate.order.gross, actual: found.total }
      : totalDifference(document, stored.lines, found.total);
  return { ...where, status };
}

/**
 * The ERP answered 200 and stored something else (acumatica-api.md §4.5): the Sales Order is put on hold and the step
 * waits for a person, whose Retry adopts it as it is then.
 */
export async function blockNotStored(work: StepWork, created: CreatedSalesOrder): Promise<StepOutcome> {
  const { field = "", sent = "", stored = "" } = created.notStored ?? {};
  const status = await hold(work, created);
  const params = { field, number: created.number, status };
  const detail = sent || stored ? `${field}: ${sent} → ${stored || "–"}` : null;
  return { kind: "blocked", problem: problem("value-discarded", "rejected", params, detail) };
}

/** The status after the try; an order somebody works on already is left alone. */
async function hold({ run, ensureLease }: StepWork, { status, ...key }: FoundSalesOrder): Promise<string> {
  if (!untouched.includes(status)) return status;
  await ensureLease();
  try {
    return await run.integration.erp.holdSalesOrder(key);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.problem.kind !== "rejected") throw error;
    return status;
  }
}
