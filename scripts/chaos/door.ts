import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import type { FlowContext } from "@/lib/flows/context";
import { receiveHint } from "@/lib/flows/receive-hint";
import { serveInvoice } from "@/lib/flows/serve-invoice";

/** The public side of the product without its pages: invoice files and webhooks, over real HTTP. */
export type Door = { url: string; open(ctx: FlowContext): void; close(): void };

/** Listens at once, so that its address is known; nobody is answered until it is opened. */
export async function buildDoor(): Promise<Door> {
  // A busy machine must not look like a connection closed under its user's hands.
  const server: Server = createServer({ keepAliveTimeout: 120_000 });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    open: (ctx) => {
      server.on("request", (request: IncomingMessage, response: ServerResponse) => {
        answer(ctx, request, response).catch((error: unknown) => {
          console.error(`the door: ${error instanceof Error ? error.message : error}`);
          response.writeHead(503).end();
        });
      });
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(ctx: FlowContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", ctx.appUrl);
  const [, first, second, third = "", fourth = ""] = url.pathname.split("/");
  if (first === "api" && second === "webhooks") {
    const known = await receiveHint(ctx, { connection: third, token: fourth, url, body: await readJson(request) });
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
