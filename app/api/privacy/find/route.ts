import { z } from "zod";
import { json, notFound, readBody, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { findBuyer } from "@/lib/db/privacy/buyers";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({ asked: z.string().trim().min(1).max(200) });

/** A search as a write, so that the name asked for stands in no address and no proxy's log. */
export const POST = withUser("POST /api/privacy/find", async ({ request, user }) => {
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  if (!sellerId) throw notFound();
  const { asked } = await readBody(request, body);
  return json({ orders: await findBuyer(webContext(user).db, sellerId, asked) });
});
