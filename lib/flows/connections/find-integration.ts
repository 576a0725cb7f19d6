import { and, eq } from "drizzle-orm";
import { integrations, sellers } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An integration's id from its id or `seller-slug.integration-slug`; null when there is none. */
export async function findIntegration(ctx: FlowContext, name: string): Promise<string | null> {
  const [seller = "", slug = ""] = name.split(".");
  const named = uuid.test(name)
    ? eq(integrations.id, name)
    : and(eq(sellers.slug, seller), eq(integrations.slug, slug));
  const [row] = await ctx.db
    .select({ id: integrations.id })
    .from(integrations)
    .innerJoin(sellers, eq(sellers.id, integrations.sellerId))
    .where(named);
  return row?.id ?? null;
}
