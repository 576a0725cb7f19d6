import { json, withUser } from "@/lib/auth/guard";
import { openSessions, recentSignIns } from "@/lib/auth/sessions";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/profile", async ({ user }) => {
  const { db, now } = webContext(user);
  const { secondFactor } = user;
  const [sessions, signIns] = await db.transaction((tx) =>
    Promise.all([openSessions(tx, user.id, user.sessionId), recentSignIns(tx, user.id)]),
  );
  return json({ secondFactor, sessions, signIns, now: now().toISOString() });
});
