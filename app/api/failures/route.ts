import { json, withUser } from "@/lib/auth/guard";
import { reachOf, scopeOf } from "@/lib/auth/scope";
import { sightOf } from "@/lib/auth/sight";
import { readFailureDesk } from "@/lib/db/read/failure-desk";
import { webContext } from "@/lib/flows/web-context";

export const GET = withUser("GET /api/failures", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  return json(
    await readFailureDesk(ctx.db, { sellerId, reach: reachOf(user).sellerId, sight: await sightOf(user) }, ctx.now()),
  );
});
