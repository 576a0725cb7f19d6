import { z } from "zod";
import { json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { reachOf } from "@/lib/auth/scope";
import { ownerOfOffer } from "@/lib/db/read/offers";
import { setOfferBuffer } from "@/lib/flows/set-offer-buffer";
import { webContext } from "@/lib/flows/web-context";

const body = z.strictObject({ buffer: z.number().int().min(0).max(65535).nullable() });

export const PATCH = withUser("PATCH /api/offers/[id]", async ({ request, user, params }) => {
  const ctx = webContext(user.email);
  const offerId = uuid(params.id);
  const sellerId = await ownerOfOffer(ctx.db, reachOf(user).sellerId, offerId);
  if (!sellerId) throw notFound();
  await setOfferBuffer(ctx, { sellerId, offerId, ...(await readBody(request, body)) });
  return json({ ok: true });
});
