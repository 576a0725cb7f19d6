import { sightOf } from "@/lib/auth/buyer-access";
import { json, withUser } from "@/lib/auth/guard";
import { reachOf, scopeOf } from "@/lib/auth/scope";
import { readFailureDesk } from "@/lib/db/failures/failure-list";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/failures", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  const asked = { sellerId, reach: reachOf(user).sellerId, sight: await sightOf(user) };
  return json(await ctx.db.transaction((db) => readFailureDesk(db, asked, ctx.now())));
});
