import { z } from "zod";
import { json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { reachOf } from "@/lib/auth/scope";
import { ownerOfOrder } from "@/lib/db/read/order";
import { stepKinds } from "@/lib/domain/step";
import { retryStep } from "@/lib/flows/retry-step";
import { webContext } from "@/lib/flows/web-context";

const body = z.strictObject({ kind: z.enum(stepKinds).optional() });

export const POST = withUser("POST /api/orders/[id]/retry", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const orderId = uuid(params.id);
  if (!(await ownerOfOrder(ctx.db, reachOf(user).sellerId, orderId))) throw notFound();
  const { kind } = await readBody(request, body);
  await retryStep(ctx, { orderId, kind });
  return json({ ok: true });
});
