import "server-only";
import type { CurrentUser } from "@/lib/auth/current-user";
import { notFound, uuid } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfIntegration } from "@/lib/db/connections/integration-list";
import { type OpenIntegration, openIntegration } from "@/lib/flows/engine/open-integration";
import { webContext } from "@/lib/flows/engine/web-context";

/** The integration named in the path, opened. @throws HttpProblem 404 where this person may not see it */
export async function openFor(
  user: CurrentUser,
  id: string,
): Promise<{ ctx: ReturnType<typeof webContext>; integration: OpenIntegration; sellerId: string }> {
  const ctx = webContext(user);
  const sellerId = await ownerOfIntegration(ctx.db, accessScope(user).sellerId, uuid(id));
  const integration = sellerId ? await openIntegration(ctx, id) : null;
  if (!sellerId || !integration) throw notFound();
  return { ctx, integration, sellerId };
}
