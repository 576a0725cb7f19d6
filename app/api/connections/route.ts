import { json, withUser } from "@/lib/auth/guard";
import { abilitiesOf } from "@/lib/auth/roles";
import { scopeOf } from "@/lib/auth/scope";
import { readConnections } from "@/lib/db/read/connections";
import { webContext } from "@/lib/flows/web-context";

export const GET = withUser("GET /api/connections", async ({ request, user }) => {
  const ctx = webContext(user.email);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  const options = { now: ctx.now(), appUrl: ctx.appUrl, withWebhook: abilitiesOf(user.role).configure };
  return json(await readConnections(ctx.db, sellerId, options));
});
