import { after } from "next/server";
import { readBytes, withKey } from "@/lib/auth/guard";
import { pushHeader } from "@/lib/db/engine/push-key";
import { env } from "@/lib/env";
import { webContext, webJobs } from "@/lib/flows/engine/web-context";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { wakeUp } from "@/lib/flows/schedule/tick";

const maxBodyBytes = 1_000_000;

type Address = { connection: string; token: string };

async function receive(request: Request, { connection, token }: Address): Promise<Response> {
  const source = await readText(request);
  const known = await receiveWakeUp(webContext("engine"), {
    connection,
    token,
    url: new URL(request.url),
    body: bodyOf(source),
    source,
    key: request.headers.get(pushHeader),
  });
  if (known) after(begin);
  return new Response(null, { status: known ? 200 : 404 });
}

/** The answer was sent already: a failure here only means that the next heartbeat does the work. */
async function begin(): Promise<void> {
  const ctx = webContext("engine");
  await wakeUp(ctx, await webJobs(), env("TICK_BUDGET_SECONDS")).catch((err: unknown) =>
    ctx.log.error({ err }, "wake-up failed"),
  );
}

/** Any content is a wake-up: a body that is too long is not read, never refused. */
async function readText(request: Request): Promise<string> {
  if (request.method === "GET") return "";
  const bytes = await readBytes(request, maxBodyBytes).catch(() => null);
  return bytes ? Buffer.from(bytes).toString("utf8") : "";
}

/** JSON, else a form; null for anything else. */
function bodyOf(source: string): unknown {
  try {
    return source === "" ? null : JSON.parse(source);
  } catch {
    return Object.fromEntries(new URLSearchParams(source));
  }
}

export const GET = withKey("GET /api/webhooks/[connection]/[token]", receive);
export const POST = withKey("POST /api/webhooks/[connection]/[token]", receive);
