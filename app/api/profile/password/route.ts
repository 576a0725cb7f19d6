import { z } from "zod";
import { changePassword } from "@/lib/auth/change-password";
import { json, readBody, refuse, withUser } from "@/lib/auth/guard";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({ current: z.string().max(1000), next: z.string().max(1000) });

export const POST = withUser("POST /api/profile/password", async ({ request, user }) => {
  const outcome = await changePassword(webContext(user).db, user, await readBody(request, body));
  const path = outcome === "wrong" || outcome === "too-many" ? "current" : "next";
  if (outcome !== "set") refuse([{ path, message: outcome }]);
  return json({ ok: true });
});
