import { connection } from "next/server";
import { env } from "@/lib/env";
import { tick } from "@/lib/flows/tick";
import { webContext, webJobs } from "@/lib/flows/web-context";
import { sameSecret } from "@/lib/secret";

export const maxDuration = 300;

/** One heartbeat (contract §3). */
export async function GET(request: Request): Promise<Response> {
  await connection();
  const given = request.headers.get("authorization") ?? "";
  if (!sameSecret(given, `Bearer ${env("CRON_SECRET")}`)) {
    return Response.json(
      { title: "The bearer token is not the cron secret.", status: 401 },
      { status: 401, headers: { "content-type": "application/problem+json" } },
    );
  }
  return Response.json(await tick(webContext("engine"), await webJobs(), env("TICK_BUDGET_SECONDS")));
}
