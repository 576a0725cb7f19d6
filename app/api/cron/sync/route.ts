import { after, connection } from "next/server";
import { HttpProblem, withKey } from "@/lib/auth/guard";
import { env } from "@/lib/env";
import { webContext, webJobs } from "@/lib/flows/engine/web-context";
import { tick } from "@/lib/flows/schedule/tick";
import { sameSecret } from "@/lib/secret";
import { flushTraces } from "@/lib/trace";

export const maxDuration = 300;

/** One heartbeat (contract §3). */
export const GET = withKey("GET /api/cron/sync", async (request) => {
  await connection();
  const given = request.headers.get("authorization") ?? "";
  if (!sameSecret(given, `Bearer ${env("CRON_SECRET")}`)) {
    throw new HttpProblem(401, "The bearer token is not the cron secret.");
  }
  // A function is given no time once it has answered, except for this.
  after(flushTraces);
  return Response.json(await tick(webContext("engine"), await webJobs(), env("TICK_BUDGET_SECONDS")));
});
