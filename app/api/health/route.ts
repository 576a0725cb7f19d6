import { sql } from "drizzle-orm";
import { connection } from "next/server";
import { withKey } from "@/lib/auth/guard";
import { database } from "@/lib/db/client";

export const GET = withKey("GET /api/health", async () => {
  await connection();
  try {
    const [row] = await database().db.execute<{ age: number | null }>(
      sql`select extract(epoch from now() - max(heartbeat_finished_at))::int as age from integrations where enabled`,
    );
    const tenantWall = (await database().rlsEnabled()) ? "up" : "down";
    return Response.json({ status: "ok", database: "ok", tenantWall, heartbeatAgeSeconds: row?.age ?? null });
  } catch {
    return Response.json({ status: "down", database: "unreachable", heartbeatAgeSeconds: null }, { status: 503 });
  }
});
