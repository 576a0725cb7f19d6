import { z } from "zod";
import { json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfOrder } from "@/lib/db/orders/order-detail";
import { parcelFields } from "@/lib/domain/parcels/parcel";
import { webContext } from "@/lib/flows/engine/web-context";
import { answerParcel } from "@/lib/flows/parcels/answer-parcel";

const body = z.strictObject({ answers: z.partialRecord(z.enum(parcelFields), z.string().max(255)) });

/** A person's answers to what the parcel lacks. */
export const POST = withUser("POST /api/orders/[id]/parcel", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const orderId = uuid(params.id);
  if (!(await ownerOfOrder(ctx.db, accessScope(user).sellerId, orderId))) throw notFound();
  const { answers } = await readBody(request, body);
  return json(await answerParcel(ctx, { orderId, answers }));
});
