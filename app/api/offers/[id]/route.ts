import { z } from "zod";
import { json, notFound, readBody, refuse, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { knowsItem } from "@/lib/db/stock/erp-items";
import { readOffer } from "@/lib/db/stock/offer-detail";
import { ownerOfOffer } from "@/lib/db/stock/offer-list";
import { webContext } from "@/lib/flows/engine/web-context";
import { changeOffers } from "@/lib/flows/stock/change-offers";

const units = z.number().int().min(0).max(65535);
const body = z.strictObject({
  buffer: units.nullable().optional(),
  bufferPercent: units.max(100).nullable().optional(),
  cap: units.nullable().optional(),
  itemId: z.string().trim().min(1).max(30).nullable().optional(),
});

export const GET = withUser("GET /api/offers/[id]", async ({ user, params }) => {
  const ctx = webContext(user);
  const id = uuid(params.id);
  const detail = await ctx.db.transaction((db) => readOffer(db, accessScope(user).sellerId, id, ctx.now()));
  if (!detail) throw notFound();
  return json(detail);
});

export const PATCH = withUser("PATCH /api/offers/[id]", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const offerId = uuid(params.id);
  const owner = await ownerOfOffer(ctx.db, accessScope(user).sellerId, offerId);
  if (!owner) throw notFound();
  const change = await readBody(request, body);
  // One buffer at a time: units given alone replace a percentage, and the other way round.
  if (change.buffer !== undefined) change.bufferPercent ??= null;
  else if (change.bufferPercent !== undefined) change.buffer = null;
  if (change.itemId && !(await knowsItem(ctx.db, owner.integrationId, change.itemId)))
    refuse([{ path: "itemId", message: "the ERP has no such item" }]);
  await changeOffers(ctx, { ...owner, changes: [{ offerId, ...change }] });
  return json({ ok: true });
});
