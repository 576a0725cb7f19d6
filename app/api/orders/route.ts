import { buyerAccess } from "@/lib/auth/buyer-access";
import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { readOrders } from "@/lib/db/orders/order-list";
import { parseOrderQuery } from "@/lib/db/orders/order-query";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/orders", async ({ request, user }) => {
  const ctx = webContext(user);
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const { sellerId } = await scopeOf(user, asked.seller);
  const options = { now: ctx.now(), visibility: await buyerAccess(user) };
  return json(await ctx.db.transaction((db) => readOrders(db, sellerId, parseOrderQuery(asked), options)));
});
