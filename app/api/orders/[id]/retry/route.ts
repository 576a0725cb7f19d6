import { z } from "zod";
import { json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfOrder } from "@/lib/db/orders/order-detail";
import { stepKinds } from "@/lib/domain/orders/step";
import { webContext } from "@/lib/flows/engine/web-context";
import { retryStep } from "@/lib/flows/orders/retry-step";

const body = z.strictObject({ kind: z.enum(stepKinds).optional() });

export const POST = withUser("POST /api/orders/[id]/retry", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const orderId = uuid(params.id);
  if (!(await ownerOfOrder(ctx.db, accessScope(user).sellerId, orderId))) throw notFound();
  const { kind } = await readBody(request, body);
  await retryStep(ctx, { orderId, kind });
  return json({ ok: true });
});
