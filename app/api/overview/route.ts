import { buyerAccess } from "@/lib/auth/buyer-access";
import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { readOverview } from "@/lib/db/overview/overview";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/overview", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  const seen = { sellerId, visibility: await buyerAccess(user) };
  return json(await ctx.db.transaction((db) => readOverview(db, seen, ctx.now())));
});
