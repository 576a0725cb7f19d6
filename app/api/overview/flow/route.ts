import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { readOrderFlow } from "@/lib/db/orders/order-flow";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/overview/flow", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  return json(await ctx.db.transaction((db) => readOrderFlow(db, sellerId, ctx.now())));
});
