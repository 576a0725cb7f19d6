import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { readOfferList } from "@/lib/db/read/offers";
import { webContext } from "@/lib/flows/web-context";

export const GET = withUser("GET /api/offers", async ({ request, user }) => {
  const ctx = webContext(user.email);
  const asked = new URL(request.url).searchParams;
  const { sellerId } = await scopeOf(user, asked.get("seller"));
  return json(await readOfferList(ctx.db, sellerId, (asked.get("q") ?? "").slice(0, 100), ctx.now()));
});
