import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { readDriftList } from "@/lib/db/stock/drift-list";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/stock/drifts", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  return json(await ctx.db.transaction((db) => readDriftList(db, sellerId, ctx.now())));
});
