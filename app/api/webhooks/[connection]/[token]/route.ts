import { after } from "next/server";
import { readBytes, withKey } from "@/lib/auth/guard";
import { env } from "@/lib/env";
import { receiveHint } from "@/lib/flows/receive-hint";
import { wakeUp } from "@/lib/flows/tick";
import { webContext, webJobs } from "@/lib/flows/web-context";

const maxBodyBytes = 1_000_000;

type Address = { connection: string; token: string };

async function receive(request: Request, { connection, token }: Address): Promise<Response> {
  const known = await receiveHint(webContext("engine"), {
    connection,
    token,
    url: new URL(request.url),
    body: await readBody(request),
  });
  if (known) after(begin);
  return new Response(null, { status: known ? 200 : 404 });
}

/** The answer is out already: a failure here only means that the next beat does the work. */
async function begin(): Promise<void> {
  const ctx = webContext("engine");
  await wakeUp(ctx, await webJobs(), env("TICK_BUDGET_SECONDS")).catch((err: unknown) =>
    ctx.log.error({ err }, "wake-up failed"),
  );
}

/** Any content is a hint: what cannot be read is ignored, never refused. */
async function readBody(request: Request): Promise<unknown> {
  if (request.method === "GET") return null;
  const bytes = await readBytes(request, maxBodyBytes).catch(() => null);
  if (!bytes) return null;
  const text = Buffer.from(bytes).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}

export const GET = withKey("GET /api/webhooks/[connection]/[token]", receive);
export const POST = withKey("POST /api/webhooks/[connection]/[token]", receive);
