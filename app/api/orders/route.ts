import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { sightOf } from "@/lib/auth/sight";
import { parseOrderQuery } from "@/lib/db/read/order-query";
import { readOrders } from "@/lib/db/read/orders";
import { webContext } from "@/lib/flows/web-context";

export const GET = withUser("GET /api/orders", async ({ request, user }) => {
  const ctx = webContext(user);
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const { sellerId } = await scopeOf(user, asked.seller);
  return json(
    await readOrders(ctx.db, sellerId, parseOrderQuery(asked), { now: ctx.now(), sight: await sightOf(user) }),
  );
});
