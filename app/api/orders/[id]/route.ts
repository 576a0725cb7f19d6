import { buyerAccess } from "@/lib/auth/buyer-access";
import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { abilitiesOf } from "@/lib/auth/roles";
import { accessScope } from "@/lib/auth/scope";
import { readOrderDetail } from "@/lib/db/orders/order-detail";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/orders/[id]", async ({ user, params }) => {
  const ctx = webContext(user);
  const options = { now: ctx.now(), withRaw: abilitiesOf(user.role).readRaw, visibility: await buyerAccess(user) };
  const id = uuid(params.id);
  const order = await ctx.db.transaction((db) => readOrderDetail(db, accessScope(user).sellerId, id, options));
  if (!order) throw notFound();
  return json(order);
});
