import { z } from "zod";
import { deliverLink } from "@/app/api/users/deliver-link";
import { HttpProblem, json, readBody, refuse, withUser } from "@/lib/auth/guard";
import { invitePerson, readPeople, rolesToGive } from "@/lib/auth/people";
import { scopeOf } from "@/lib/auth/scope";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({
  email: z.email().max(200),
  name: z.string().trim().min(1).max(200),
  role: z.enum(["admin", "viewer", "support", "operator"]),
});

export const GET = withUser("GET /api/users", async ({ request, user }) => {
  const { db, now } = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  return json({ people: await readPeople(db, sellerId), now: now().toISOString() });
});

/** Invites somebody; `link` is answered only when no mail could be sent. */
export const POST = withUser("POST /api/users", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  const asked = await readBody(request, body);
  if (!rolesToGive(user, sellerId).includes(asked.role)) throw new HttpProblem(403, "Your role does not allow this");
  const token = await invitePerson(ctx.db, user.email, { sellerId, ...asked });
  if (!token) refuse([{ path: "email", message: "taken" }]);
  return json(await deliverLink(ctx, { to: asked, token: token ?? "", kind: "invite" }), 201);
});
