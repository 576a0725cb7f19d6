import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfOrder } from "@/lib/db/orders/order-detail";
import { webContext } from "@/lib/flows/engine/web-context";
import { releaseLock } from "@/lib/flows/orders/release-lock";

export const POST = withUser("POST /api/orders/[id]/release-lock", async ({ user, params }) => {
  const ctx = webContext(user);
  const orderId = uuid(params.id);
  if (!(await ownerOfOrder(ctx.db, accessScope(user).sellerId, orderId))) throw notFound();
  return json({ released: await releaseLock(ctx, { orderId }) });
});
