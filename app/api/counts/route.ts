import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { readCountList } from "@/lib/db/counts/count-list";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/counts", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  return json(await ctx.db.transaction((db) => readCountList(db, sellerId, ctx.now())));
});
