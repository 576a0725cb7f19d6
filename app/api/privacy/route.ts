import { json, notFound, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { readPrivacy } from "@/lib/db/privacy/privacy-page";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/privacy", async ({ request, user }) => {
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  const { db, now } = webContext(user);
  const page = sellerId ? await db.transaction((tx) => readPrivacy(tx, sellerId, now())) : null;
  if (!page) throw notFound();
  return json(page);
});
