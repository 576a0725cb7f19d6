import { z } from "zod";
import { HttpProblem, json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { changePerson, personInScope, rolesToGive } from "@/lib/auth/people";
import { removeSecondFactor } from "@/lib/auth/second-factor";
import { endSessions } from "@/lib/auth/sessions";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.union([
  z.strictObject({ role: z.enum(["admin", "viewer", "support", "operator"]) }),
  z.strictObject({ disabled: z.boolean() }),
  z.strictObject({ secondFactor: z.literal("removed") }),
]);

/** A new role, a stop, or the loss of a second factor; nobody does it to themselves, so the last administrator stays. */
export const PATCH = withUser("PATCH /api/users/[id]", async ({ request, user, params }) => {
  const { db } = webContext(user);
  const person = await personInScope(db, user, uuid(params.id));
  if (!person) throw notFound();
  const asked = await readBody(request, body);
  if (person.id === user.id) throw new HttpProblem(409, "Somebody else has to change your own access");
  if ("role" in asked && !rolesToGive(user, person.sellerId).includes(asked.role)) {
    throw new HttpProblem(403, "Your role does not allow this");
  }
  if ("secondFactor" in asked) {
    await removeSecondFactor(db, person.id, user.email);
    await endSessions(db, person.id);
  } else await changePerson(db, user.email, { id: person.id, ...asked });
  return json({ ok: true });
});
