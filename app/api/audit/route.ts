import { json, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { parseAuditQuery, readAuditLog } from "@/lib/db/audit-log";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/audit", async ({ request, user }) => {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const { sellerId } = await scopeOf(user, asked.seller);
  return json({ rows: await readAuditLog(webContext(user).db, sellerId, parseAuditQuery(asked), 100) });
});
