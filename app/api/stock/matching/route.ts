import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { readMatching } from "@/lib/db/stock/matching";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/stock/matching", async ({ request, user }) => {
  const ctx = webContext(user);
  const asked = new URL(request.url).searchParams;
  const { sellerId } = await scopeOf(user, asked.get("seller"));
  return json(
    await ctx.db.transaction((db) => readMatching(db, sellerId, (asked.get("q") ?? "").slice(0, 100), ctx.now())),
  );
});
