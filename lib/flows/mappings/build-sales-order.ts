import { newestVersion, readVersion } from "@/lib/db/mappings/mappings";
import {
  assembleSalesOrder,
  type SalesOrderDocument,
  type SalesOrderInput,
  salesOrderExpressions,
} from "@/lib/domain/documents/sales-order";
import type { Prepared } from "@/lib/domain/mappings/evaluate";
import type { ChannelOrder } from "@/lib/domain/orders/order";
import type { Problem } from "@/lib/domain/problem";
import { evaluateInExpressionBox } from "@/lib/expression-box";
import type { FlowContext } from "@/lib/flows/engine/context";
import type { OpenIntegration } from "@/lib/flows/engine/open-integration";
import { prepareMapping } from "@/lib/flows/mappings/prepare-mapping";

/** The one way a Sales Order is built, for the ERP and for a preview: expressions in their box first, then the rules. */
export async function buildSalesOrder(
  prepared: Prepared,
  input: SalesOrderInput,
): Promise<SalesOrderDocument | Problem> {
  const calls = salesOrderExpressions(prepared, input);
  return assembleSalesOrder(prepared, input, calls.length > 0 ? await evaluateInExpressionBox(calls) : undefined);
}

type StoredOrder = { data: ChannelOrder; raw: unknown };

/** What the mapping reads of a stored order; `items` names the ERP item of an offer where it differs from the SKU. */
export function salesOrderInput(
  { settings, channelConnection }: Pick<OpenIntegration, "settings" | "channelConnection">,
  { data, raw }: StoredOrder,
  items: Map<string, string>,
): SalesOrderInput {
  return {
    order: data,
    raw,
    settings: settings.orders,
    channelSlug: channelConnection.slug,
    itemOf: (line) => items.get(line.offerId) ?? (line.sku || null),
  };
}

const made = new WeakMap<OpenIntegration, Map<number, Prepared>>();

/** A published version made ready, kept for the run; null stands for the newest. */
export async function salesOrderMapping(
  ctx: FlowContext,
  integration: OpenIntegration,
  version: number | null,
): Promise<Prepared> {
  const known = made.get(integration) ?? new Map<number, Prepared>();
  made.set(integration, known);
  const ready = version === null ? undefined : known.get(version);
  if (ready) return ready;
  const key = { integrationId: integration.row.id, kind: "sales-order" as const };
  const stored = version === null ? null : await readVersion(ctx.db, key, version);
  const row = stored ?? (await newestVersion(ctx.db, key, ctx.now()));
  const prepared = prepareMapping("sales-order", integration, row.content, String(row.version));
  known.set(row.version, prepared);
  return prepared;
}
