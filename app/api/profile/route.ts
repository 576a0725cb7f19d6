import { json, withUser } from "@/lib/auth/guard";
import { openSessions } from "@/lib/auth/sessions";
import { webContext } from "@/lib/flows/web-context";

export const GET = withUser("GET /api/profile", async ({ user }) => {
  const { db, now } = webContext(user);
  const { secondFactor } = user;
  return json({ secondFactor, sessions: await openSessions(db, user.id, user.sessionId), now: now().toISOString() });
});
