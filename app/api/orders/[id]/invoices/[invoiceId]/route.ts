import { z } from "zod";
import { requireBuyerAccess } from "@/lib/auth/buyer-access";
import { json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { readInvoiceFile } from "@/lib/db/invoices/invoice-list";
import { ownerOfOrder } from "@/lib/db/orders/order-detail";
import { webContext } from "@/lib/flows/engine/web-context";
import { decideInvoice, decisions } from "@/lib/flows/invoices/decide-invoice";

/** The stored PDF for a signed-in person; the public URL and its token stay between us and the channel. */
export const GET = withUser("GET /api/orders/[id]/invoices/[invoiceId]", async ({ user, params }) => {
  const ids = { orderId: uuid(params.id), invoiceId: uuid(params.invoiceId) };
  const { db } = webContext(user);
  const owner = await ownerOfOrder(db, accessScope(user).sellerId, ids.orderId);
  if (!owner) throw notFound();
  await requireBuyerAccess(user, owner);
  const file = await readInvoiceFile(db, accessScope(user).sellerId, ids);
  if (!file) throw notFound();
  return new Response(Buffer.from(file.bytes), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `inline; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
});

const body = z.strictObject({ decision: z.enum(decisions) });

/** What a person decides about one document; `changed` is false when there was nothing to decide any more. */
export const POST = withUser("POST /api/orders/[id]/invoices/[invoiceId]", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const ids = { orderId: uuid(params.id), invoiceId: uuid(params.invoiceId) };
  if (!(await ownerOfOrder(ctx.db, accessScope(user).sellerId, ids.orderId))) throw notFound();
  const { decision } = await readBody(request, body);
  return json({ changed: await decideInvoice(ctx, { ...ids, decision }) });
});
