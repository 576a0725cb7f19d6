import { connection } from "next/server";
import { expose } from "@/app/api/metrics/exposition";
import { HttpProblem, withKey } from "@/lib/auth/guard";
import { database } from "@/lib/db/client";
import { readMetrics } from "@/lib/db/overview/metrics";
import { env } from "@/lib/env";
import { sameSecret } from "@/lib/secret";

/** Prometheus reads here with `METRICS_TOKEN` as bearer; without that variable the route does not exist. */
export const GET = withKey("GET /api/metrics", async (request) => {
  await connection();
  const token = env("METRICS_TOKEN");
  if (!token) return new Response(null, { status: 404 });
  if (!sameSecret(request.headers.get("authorization") ?? "", `Bearer ${token}`)) {
    throw new HttpProblem(401, "The bearer token is not the metrics token.");
  }
  const { contentType, text } = await expose(await readMetrics(database().db));
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
});
