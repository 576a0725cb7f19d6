import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { database } from "@/lib/db/client";
import { checkEnvironment } from "@/lib/env";
import type { FlowContext } from "@/lib/flows/engine/context";
import { processContext } from "@/lib/flows/engine/process-context";
import { serveInvoice } from "@/lib/flows/invoices/serve-invoice";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";

/**
 * The public side of the product without its pages, on `PORT`: invoice files and webhooks over real HTTP, in a process
 * of its own, because eMAG's downloads failed by the hundred beside a harness that had no time to accept them.
 */
checkEnvironment("worker");
const ctx = processContext("engine");
const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  answer(ctx, request, response).catch((error: unknown) => {
    ctx.log.error({ err: error }, "not answered");
    if (response.headersSent) response.destroy();
    else response.writeHead(503).end();
  });
});
server.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 }, () => console.log("ready"));
process.once("SIGTERM", () => {
  server.closeAllConnections();
  server.close(
    () =>
      void database()
        .close()
        .then(() => process.exit(0)),
  );
});

async function answer(ctx: FlowContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", ctx.appUrl);
  const [, first, second, third = "", fourth = ""] = url.pathname.split("/");
  if (first === "api" && second === "webhooks") {
    const known = await receiveWakeUp(ctx, { connection: third, token: fourth, url, body: await readJson(request) });
    response.writeHead(known ? 200 : 404).end();
    return;
  }
  if (first !== "files" || second !== "invoices") {
    response.writeHead(404).end();
    return;
  }
  const served = await serveInvoice(ctx, {
    token: third,
    name: fourth,
    method: request.method ?? "GET",
    address: null,
    agent: request.headers["user-agent"] ?? null,
  });
  response.writeHead(served.status, Object.fromEntries(served.headers));
  if (served.body) await pipeline(Readable.fromWeb(served.body as WebStream), response);
  else response.end();
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    return null;
  }
}
