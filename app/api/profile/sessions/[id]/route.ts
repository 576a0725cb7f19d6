import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { endSession, openSessions } from "@/lib/auth/sessions";
import { webContext } from "@/lib/flows/engine/web-context";

/** Ends one of a person's own sessions. */
export const DELETE = withUser("DELETE /api/profile/sessions/[id]", async ({ user, params }) => {
  const { db } = webContext(user);
  const id = uuid(params.id);
  const mine = await openSessions(db, user.id, user.sessionId);
  if (!mine.some((session) => session.id === id)) throw notFound();
  await endSession(db, id);
  return json({ ok: true });
});
