import { buyerAccess } from "@/lib/auth/buyer-access";
import { json, withUser } from "@/lib/auth/guard";
import { accessScope, scopeOf } from "@/lib/auth/scope";
import { readFailureList } from "@/lib/db/failures/failure-list";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/failures", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  const asked = { sellerId, assignableOf: accessScope(user).sellerId, visibility: await buyerAccess(user) };
  return json(await ctx.db.transaction((db) => readFailureList(db, asked, ctx.now())));
});
