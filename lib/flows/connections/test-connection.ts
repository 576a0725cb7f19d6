import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { ConnectorError, type ErpExpectations, type Finding } from "@/lib/connectors/contract";
import { erps } from "@/lib/connectors/registry";
import { type ConnectionTest, connections, integrations } from "@/lib/db/schema";
import { problem } from "@/lib/domain/problem";
import type { FlowContext } from "@/lib/flows/engine/context";
import { refreshLookups } from "@/lib/flows/engine/lookup";
import { type ConnectionRow, openChannel, openErp, readConnection } from "@/lib/flows/engine/open-integration";
import { clearPause, withSeat } from "@/lib/flows/engine/run";

/**
 * Started by a person. Signs in and looks at everything the settings name; writes nothing on the other side. The result
 * is stored with the connection; a test in order ends its pause. A ConnectorError becomes a finding.
 * @throws Error when the connection is gone
 */
export async function testConnection(
  ctx: FlowContext,
  { connectionId }: { connectionId: string },
): Promise<ConnectionTest> {
  const row = await readConnection(ctx, connectionId);
  const findings = await look(ctx, row).catch((error: unknown): Finding[] => {
    if (!(error instanceof ConnectorError)) throw error;
    return [{ subject: "sign-in", problem: error.problem, note: null }];
  });
  const test: ConnectionTest = {
    at: ctx.now().toISOString(),
    ok: findings.every((finding) => finding.problem === null),
    findings,
  };
  await ctx.db.update(connections).set({ lastTest: test }).where(eq(connections.id, connectionId));
  if (test.ok) await clearPause(ctx, connectionId);
  return test;
}

async function look(ctx: FlowContext, row: ConnectionRow): Promise<Finding[]> {
  if (!erps[row.connector]) {
    const channel = openChannel(ctx, row);
    const findings = await channel.test().finally(() => channel.close());
    if (findings.every(({ problem }) => problem === null)) await refreshLookups(ctx, { connectionId: row.id, channel });
    return findings;
  }
  const wanted = await expectations(ctx, row);
  const seat = { connectionId: row.id, holder: `test/${randomUUID().slice(0, 8)}`, waitSeconds: 25 };
  const findings = await withSeat(ctx, seat, async () => {
    const erp = openErp(ctx, row);
    return erp.test(wanted).finally(() => erp.close());
  });
  return findings ?? [{ subject: "session", problem: problem("seats-taken", "limited", { side: "erp" }), note: null }];
}

/** What the integrations that use this ERP name in their settings. */
async function expectations(ctx: FlowContext, row: ConnectionRow): Promise<ErpExpectations> {
  const rows = await ctx.db.select().from(integrations).where(eq(integrations.erpId, row.id));
  const all = rows.map(({ settings }) => settings);
  const distinct = (values: (string | undefined)[]) => [...new Set(values.filter((value) => value !== undefined))];
  return {
    orderTypes: distinct(all.map(({ orders }) => orders.orderType)),
    customers: distinct(all.map(({ orders }) => orders.customerId)),
    warehouses: distinct(all.flatMap(({ orders, stock }) => [orders.warehouseId, ...stock.warehouses])),
    taxZones: distinct(all.flatMap(({ orders }) => [orders.taxZone, ...Object.values(orders.taxZones ?? {})])),
    numberedByChannel: distinct(
      all.filter(({ orders }) => orders.numbering === "channel").map(({ orders }) => orders.orderType),
    ),
    items: distinct(all.flatMap(({ orders }) => [orders.shippingItemId, orders.voucherItemId, orders.depositItemId])),
  };
}
