import { z } from "zod";
import { guardOrigin, HttpProblem, json, readBody, refuse, withKey } from "@/lib/auth/guard";
import { usePasswordLink as takePasswordLink } from "@/lib/auth/password-link";
import { rateLimit } from "@/lib/auth/rate-limit";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({ token: z.string().max(100), password: z.string().max(1000) });

/** Sets the password that an invitation or a reset link is for. */
export const POST = withKey("POST /api/password-link", async (request) => {
  guardOrigin(request);
  if (!rateLimit("password-link")) throw new HttpProblem(429, "Too many requests at once; wait a second");
  const outcome = await takePasswordLink(webContext("engine").db, await readBody(request, body));
  if (outcome !== "set") refuse([{ path: "password", message: outcome }]);
  return json({ ok: true });
});
