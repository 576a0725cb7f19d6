import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { reachOf } from "@/lib/auth/scope";
import { ownerOfOrder } from "@/lib/db/read/order";
import { releaseLease } from "@/lib/flows/release-lease";
import { webContext } from "@/lib/flows/web-context";

export const POST = withUser("POST /api/orders/[id]/release-lock", async ({ user, params }) => {
  const ctx = webContext(user);
  const orderId = uuid(params.id);
  if (!(await ownerOfOrder(ctx.db, reachOf(user).sellerId, orderId))) throw notFound();
  return json({ released: await releaseLease(ctx, { orderId }) });
});
