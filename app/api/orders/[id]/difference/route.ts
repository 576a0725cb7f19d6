import { z } from "zod";
import { json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfOrder } from "@/lib/db/orders/order-detail";
import { webContext } from "@/lib/flows/engine/web-context";
import { acceptDifference } from "@/lib/flows/orders/accept-difference";
import { checkTotal } from "@/lib/flows/orders/check-total";

const body = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("accept"), seen: z.string() }),
  z.strictObject({ decision: z.literal("check") }),
]);

export const POST = withUser("POST /api/orders/[id]/difference", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const orderId = uuid(params.id);
  if (!(await ownerOfOrder(ctx.db, accessScope(user).sellerId, orderId))) throw notFound();
  const asked = await readBody(request, body);
  if (asked.decision === "check") return json(await checkTotal(ctx, { orderId }));
  return json({ acceptance: await acceptDifference(ctx, { orderId, seen: asked.seen }) });
});
