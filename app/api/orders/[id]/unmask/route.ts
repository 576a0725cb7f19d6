import { z } from "zod";
import { json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { orderOwner } from "@/lib/db/orders/order-detail";
import { reasonLength } from "@/lib/domain/privacy/buyer-visibility";
import { webContext } from "@/lib/flows/engine/web-context";
import { unmaskBuyers } from "@/lib/flows/privacy/unmask-buyers";

const body = z.strictObject({ reason: z.string().trim().min(reasonLength.least).max(reasonLength.most) });

/** Shows support the buyers of an order's seller for an hour, for a reason the seller reads. */
export const POST = withUser("POST /api/orders/[id]/unmask", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const owner = await orderOwner(ctx.db, accessScope(user).sellerId, uuid(params.id));
  if (!owner) throw notFound();
  const { reason } = await readBody(request, body);
  const until = await unmaskBuyers(ctx, { sellerId: owner.sellerId, userId: user.id, order: owner.number, reason });
  return json({ until: until.toISOString() });
});
