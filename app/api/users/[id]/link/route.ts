import { deliverLink } from "@/app/api/users/deliver-link";
import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { personInScope, resetPerson } from "@/lib/auth/people";
import { webContext } from "@/lib/flows/engine/web-context";

/** A link to a new password for somebody else; `link` is answered only when no mail could be sent. */
export const POST = withUser("POST /api/users/[id]/link", async ({ user, params }) => {
  const ctx = webContext(user);
  const person = await personInScope(ctx.db, user, uuid(params.id));
  if (!person || person.disabledAt) throw notFound();
  return json(
    await deliverLink(ctx, { to: person, token: await resetPerson(ctx.db, user.email, person), kind: "reset" }),
  );
});
