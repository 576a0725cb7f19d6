import { z } from "zod";
import { json, notFound, readBody, refuse, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { webContext } from "@/lib/flows/engine/web-context";
import { saveRetention } from "@/lib/flows/privacy/save-retention";

const body = z.strictObject({ terms: z.unknown() });

export const PATCH = withUser("PATCH /api/privacy/retention", async ({ request, user }) => {
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  if (!sellerId) throw notFound();
  const { terms } = await readBody(request, body);
  refuse(await saveRetention(webContext(user), { sellerId, terms }));
  return json({ saved: true });
});
