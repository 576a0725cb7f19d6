import { and, eq, inArray } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { connections, integrations } from "@/lib/db/schema";
import { integrationSettings } from "@/lib/domain/settings";
import { freeName } from "@/lib/flows/connections/create-connection";
import type { FieldProblem } from "@/lib/flows/connections/save-settings";
import { sideOfConnector } from "@/lib/flows/connections/validate-connection";
import type { FlowContext } from "@/lib/flows/engine/context";

type Input = { sellerId: string; channelId: string; erpId: string; orders: unknown };

const heartbeatMinutes = 5;

/**
 * Started by a person who sets a seller up. Joins a channel and an ERP, switched off: nothing is read or written until
 * it is switched on. Stock comes from the warehouse of the orders; parcels wait for a sender's address in the settings.
 */
export async function createIntegration(ctx: FlowContext, input: Input): Promise<{ problems: FieldProblem[] }> {
  const { sellerId, channelId, erpId, orders } = input;
  const { warehouseId } = (orders ?? {}) as { warehouseId?: unknown };
  const parsed = integrationSettings.safeParse({
    orders,
    stock: { warehouses: [warehouseId] },
    awb: { enabled: false },
  });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
    return { problems: problems.filter(({ path }) => path.startsWith("orders")) };
  }
  const settings = parsed.data;
  return ctx.db.transaction(async (tx) => {
    const own = await tx
      .select({ id: connections.id, slug: connections.slug, connector: connections.connector })
      .from(connections)
      .where(and(eq(connections.sellerId, sellerId), inArray(connections.id, [channelId, erpId])));
    const channel = own.find(({ id, connector }) => id === channelId && sideOfConnector(connector) === "channel");
    const erp = own.find(({ id, connector }) => id === erpId && sideOfConnector(connector) === "erp");
    if (!channel || !erp) return { problems: [{ path: channel ? "erpId" : "channelId", message: "is not known" }] };
    const taken = await tx
      .select({ slug: integrations.slug })
      .from(integrations)
      .where(eq(integrations.sellerId, sellerId));
    const slug = freeName(
      `${channel.slug}-${erp.slug}`.slice(0, 36),
      taken.map((row) => row.slug),
    );
    const values = { channelId, erpId, enabled: false, heartbeatMinutes, settings };
    await tx.insert(integrations).values({ sellerId, slug, ...values });
    await writeAudit(tx, { sellerId, actor: ctx.actor, action: "integration.create", subject: slug, after: values });
    return { problems: [] };
  });
}
