import { notFound, uuid, withUser } from "@/lib/auth/guard";
import { reachOf } from "@/lib/auth/scope";
import { readInvoiceFile } from "@/lib/db/read/order";
import { webContext } from "@/lib/flows/web-context";

/** The stored PDF for a signed-in person; the public URL and its token stay between us and the channel. */
export const GET = withUser("GET /api/orders/[id]/invoices/[invoiceId]", async ({ user, params }) => {
  const ids = { orderId: uuid(params.id), invoiceId: uuid(params.invoiceId) };
  const file = await readInvoiceFile(webContext(user.email).db, reachOf(user).sellerId, ids);
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
