import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { parseOfferQuery, readOfferList } from "@/lib/db/stock/offer-list";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/offers", async ({ request, user }) => {
  const ctx = webContext(user);
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const { sellerId } = await scopeOf(user, asked.seller);
  return json(await ctx.db.transaction((db) => readOfferList(db, sellerId, parseOfferQuery(asked), ctx.now())));
});
