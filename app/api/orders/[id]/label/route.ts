import { requireBuyerAccess } from "@/lib/auth/buyer-access";
import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfOrder } from "@/lib/db/orders/order-detail";
import { webContext } from "@/lib/flows/engine/web-context";
import { readLabel } from "@/lib/flows/parcels/read-label";

/** The parcel's label as PDF; it shows where the buyer lives. */
export const GET = withUser("GET /api/orders/[id]/label", async ({ user, params }) => {
  const ctx = webContext(user);
  const orderId = uuid(params.id);
  const owner = await ownerOfOrder(ctx.db, accessScope(user).sellerId, orderId);
  if (!owner) throw notFound();
  await requireBuyerAccess(user, owner);
  const label = await readLabel(ctx, { orderId });
  if (!label) throw notFound();
  if ("code" in label) return json({ title: "The channel gave no label", status: 502, problem: label }, 502);
  return new Response(Buffer.from(label.bytes), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="${label.fileName}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
});
