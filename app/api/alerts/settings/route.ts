import { z } from "zod";
import { json, notFound, readBody, refuse, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { saveAlertSettings } from "@/lib/flows/alerts/save-alert-settings";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({ settings: z.unknown(), newSecret: z.boolean().optional() });

/** Answers with the webhook's signing secret when a new one was made; it is never shown again. */
export const PATCH = withUser("PATCH /api/alerts/settings", async ({ request, user }) => {
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  if (!sellerId) throw notFound();
  const { settings, newSecret = false } = await readBody(request, body);
  const { problems, secret } = await saveAlertSettings(webContext(user), { sellerId, settings, newSecret });
  refuse(problems);
  return json({ secret });
});
