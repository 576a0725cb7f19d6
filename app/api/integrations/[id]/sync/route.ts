import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfIntegration } from "@/lib/db/connections/integration-list";
import { requestSync } from "@/lib/flows/connections/request-sync";
import { webContext } from "@/lib/flows/engine/web-context";

export const POST = withUser("POST /api/integrations/[id]/sync", async ({ user, params }) => {
  const ctx = webContext(user);
  const integrationId = uuid(params.id);
  if (!(await ownerOfIntegration(ctx.db, accessScope(user).sellerId, integrationId))) throw notFound();
  await requestSync(ctx, { integrationId, stock: true });
  return json({ ok: true }, 202);
});
