import { randomUUID } from "node:crypto";
import { ConnectorError, type ErpLists } from "@/lib/connectors/contract";
import { type Problem, problem } from "@/lib/domain/problem";
import type { FlowContext } from "@/lib/flows/engine/context";
import { openErp, readConnection } from "@/lib/flows/engine/open-integration";
import { withSeat } from "@/lib/flows/engine/run";

/** `problem` says why there is nothing to choose from; what is known by heart may be typed all the same. */
export type OfferedLists = { lists: ErpLists; problem: Problem | null };

const nothing: ErpLists = { orderTypes: [], customers: [], warehouses: [] };

/**
 * Started by a person who chooses. Reads what the ERP's documents and items use; twice is safe.
 * @throws Error when the connection is gone; a ConnectorError is returned as `problem`
 */
export async function readErpLists(
  ctx: FlowContext,
  { connectionId }: { connectionId: string },
): Promise<OfferedLists> {
  const row = await readConnection(ctx, connectionId);
  const seat = { connectionId, holder: `lists/${randomUUID().slice(0, 8)}`, waitSeconds: 20 };
  try {
    const lists = await withSeat(ctx, seat, () => {
      const erp = openErp(ctx, row);
      return erp.readLists().finally(() => erp.close());
    });
    if (!lists) return { lists: nothing, problem: problem("seats-taken", "limited", { side: "erp" }) };
    return { lists, problem: null };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { lists: nothing, problem: error.problem };
  }
}
