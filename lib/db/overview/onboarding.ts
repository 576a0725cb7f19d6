import { and, desc, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type ConnectionView, readConnections } from "@/lib/db/connections/connection-list";
import { type IntegrationView, readIntegrationList } from "@/lib/db/connections/integration-list";
import { type Iso, iso } from "@/lib/db/iso";
import { audit, integrations, orderLinks, orders } from "@/lib/db/schema";
import { accountTested, choicesTested, onboardingStates } from "@/lib/domain/connections/onboarding";

export type Onboarding = {
  now: Iso;
  states: ReturnType<typeof onboardingStates>;
  channel: ConnectionView | null;
  erp: ConnectionView | null;
  integration: IntegrationView | null;
  dryRun: { at: Iso; orders: number; failing: number } | null;
  firstOrder: { id: string; number: string; salesOrder: string } | null;
  /** The addresses our calls come from, as the installation's owner named them. */
  outboundAddresses: string[];
};

type Options = {
  now: Date;
  appUrl: string;
  withWebhook: boolean;
  outboundAddresses: string[];
  sideOf: (connector: string) => "channel" | "erp" | null;
};

/** How far one seller has come on the way to the first order, from what stands in the database alone. */
export async function readOnboarding(db: Db, sellerId: string, options: Options): Promise<Onboarding> {
  const [{ connections }, [integration = null], firstOrder] = await Promise.all([
    readConnections(db, sellerId, options),
    readIntegrationList(db, sellerId),
    readFirstOrder(db, sellerId),
  ]);
  const sides = integration ? await sidesOf(db, integration.id) : null;
  const pick = (side: "channel" | "erp") =>
    connections.find(({ id, connector }) => (sides ? id === sides[side] : options.sideOf(connector) === side)) ?? null;
  const [channel, erp] = [pick("channel"), pick("erp")];
  const dryRun = integration ? await readDryRun(db, sellerId, integration.slug) : null;
  const states = onboardingStates({
    channelTested: channel?.lastTest?.ok ?? false,
    erpTested: accountTested(erp?.lastTest ?? null),
    choicesTested: integration !== null && choicesTested(erp?.lastTest ?? null, integration.settings.orders),
    dryRunDone: dryRun !== null,
    enabled: integration?.enabled ?? false,
    firstOrder: firstOrder !== null,
  });
  const { outboundAddresses } = options;
  return { now: iso(options.now), states, channel, erp, integration, dryRun, firstOrder, outboundAddresses };
}

async function sidesOf(db: Db, id: string): Promise<{ channel: string; erp: string } | null> {
  const [row] = await db
    .select({ channel: integrations.channelId, erp: integrations.erpId })
    .from(integrations)
    .where(eq(integrations.id, id));
  return row ?? null;
}

async function readFirstOrder(db: Db, sellerId: string): Promise<Onboarding["firstOrder"]> {
  const [row] = await db
    .select({ id: orders.id, number: orders.channelOrderId, type: orderLinks.orderType, nbr: orderLinks.orderNumber })
    .from(orders)
    .innerJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .where(eq(orders.sellerId, sellerId))
    .orderBy(desc(orders.receivedAt), desc(orders.id))
    .limit(1);
  return row ? { id: row.id, number: row.number, salesOrder: `${row.type} ${row.nbr}` } : null;
}

/** A dry run stores nothing but its line in the audit log. */
async function readDryRun(db: Db, sellerId: string, slug: string): Promise<Onboarding["dryRun"]> {
  const [row] = await db
    .select({ at: audit.at, after: audit.after })
    .from(audit)
    .where(and(eq(audit.sellerId, sellerId), eq(audit.action, "integration.dry-run"), eq(audit.subject, slug)))
    .orderBy(desc(audit.at))
    .limit(1);
  if (!row) return null;
  const { orders: count, failing } = row.after as { orders: number; failing: number };
  return { at: iso(row.at), orders: count, failing };
}
