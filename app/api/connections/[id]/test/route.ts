import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfConnection } from "@/lib/db/connections/connection-list";
import { testConnection } from "@/lib/flows/connections/test-connection";
import { webContext } from "@/lib/flows/engine/web-context";

export const POST = withUser("POST /api/connections/[id]/test", async ({ user, params }) => {
  const ctx = webContext(user);
  const connectionId = uuid(params.id);
  if (!(await ownerOfConnection(ctx.db, accessScope(user).sellerId, connectionId))) throw notFound();
  return json(await testConnection(ctx, { connectionId }));
});
