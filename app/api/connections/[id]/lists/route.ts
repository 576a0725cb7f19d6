import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfConnection } from "@/lib/db/connections/connection-list";
import { readErpLists } from "@/lib/flows/connections/read-erp-lists";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/connections/[id]/lists", async ({ user, params }) => {
  const ctx = webContext(user);
  const connectionId = uuid(params.id);
  if (!(await ownerOfConnection(ctx.db, accessScope(user).sellerId, connectionId))) throw notFound();
  return json(await readErpLists(ctx, { connectionId }));
});
