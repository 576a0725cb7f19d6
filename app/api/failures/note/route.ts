import { z } from "zod";
import { cause, requireCauseAccess, requireWhole } from "@/app/api/failures/cause";
import { json, notFound, readBody, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { orderSubject } from "@/lib/db/failures/failure-notes";
import { ownerOfOrder } from "@/lib/db/orders/order-detail";
import { causeKey } from "@/lib/domain/orders/cause";
import { webContext } from "@/lib/flows/engine/web-context";
import { writeNote } from "@/lib/flows/failures/write-note";

const body = z.strictObject({
  about: z.union([z.strictObject({ orderId: z.uuid() }), z.strictObject(cause)]),
  assigneeId: z.uuid().nullable(),
  comment: z.string().trim().max(2000),
  dueAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable(),
});

export const POST = withUser("POST /api/failures/note", async ({ request, user }) => {
  const ctx = webContext(user);
  const { about, ...note } = await readBody(request, body);
  const sellerId =
    "orderId" in about ? await ownerOfOrder(ctx.db, accessScope(user).sellerId, about.orderId) : about.sellerId;
  if (!sellerId) throw notFound();
  requireCauseAccess(user, { sellerId, params: "params" in about ? about.params : {} });
  requireWhole(note.comment);
  const subject = "orderId" in about ? orderSubject(about.orderId) : causeKey(about.code, about.params);
  if (!(await writeNote(ctx, { sellerId, subject, ...note }))) throw notFound();
  return json({ ok: true });
});
