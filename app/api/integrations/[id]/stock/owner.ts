import { notFound, uuid } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfIntegration } from "@/lib/db/connections/integration-list";
import type { FlowContext } from "@/lib/flows/engine/context";

type Params = { id: string };

/** Whose integration the address names, as far as this person may see it; else it does not exist. */
export async function ownerIn(ctx: FlowContext, user: Parameters<typeof accessScope>[0], params: Params) {
  const integrationId = uuid(params.id);
  const sellerId = await ownerOfIntegration(ctx.db, accessScope(user).sellerId, integrationId);
  if (!sellerId) throw notFound();
  return { sellerId, integrationId };
}
