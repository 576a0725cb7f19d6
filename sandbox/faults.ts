import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";

export const faultKinds = [
  "status",
  "html",
  "empty",
  "truncated",
  "drop-before",
  "drop-after",
  "delay",
  "late-commit",
  "rate-limit",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/**
 * One scripted misbehaviour of a twin. `route` is a regular expression tested against `${METHOD} ${path}`;
 * `times` is how often it strikes (-1: until removed); `share` is its probability per matching request, default 1.
 */
export type Fault = {
  id: string;
  route: string;
  kind: FaultKind;
  status?: number;
  body?: string;
  seconds?: number;
  times: number;
  share?: number;
};

export type FaultBox = {
  add(fault: Omit<Fault, "id"> & { id?: string }): Fault;
  remove(id: string): void;
  clear(): void;
  list(): (Fault & { hits: number })[];
  take(method: string, path: string): Fault | undefined;
};

/** Holds the scripted faults; `take` counts a hit. A used-up fault stays listed with its hits until it is removed. */
export function createFaultBox(random: () => number = Math.random): FaultBox {
  const faults = new Map<string, { fault: Fault; pattern: RegExp; hits: number }>();
  let next = 1;
  return {
    add(input) {
      const fault: Fault = { ...input, id: input.id ?? `fault-${next++}` };
      faults.set(fault.id, { fault, pattern: new RegExp(fault.route), hits: 0 });
      return fault;
    },
    remove(id) {
      faults.delete(id);
    },
    clear() {
      faults.clear();
    },
    list() {
      return [...faults.values()].map(({ fault, hits }) => ({ ...fault, hits }));
    },
    take(method, path) {
      for (const entry of faults.values()) {
        const { fault, pattern, hits } = entry;
        if (fault.times >= 0 && hits >= fault.times) continue;
        if (!pattern.test(`${method} ${path}`) || random() >= (fault.share ?? 1)) continue;
        entry.hits += 1;
        return fault;
      }
      return undefined;
    },
  };
}

/**
 * Hono middleware that applies the taken fault around the handler. `drop-before` destroys the socket unhandled;
 * `drop-after` handles, then destroys; `late-commit` destroys now and handles `seconds` later; `delay` handles and
 * answers `seconds` later, both by the twin's clock; `truncated` handles and sends half the body as a complete HTTP answer; the others answer
 * without handling.
 */
export function faultMiddleware(
  box: FaultBox,
  options: { rateLimitBody?: unknown; rateLimitHeaders?: Record<string, string>; now?: () => number } = {},
): MiddlewareHandler {
  const wait = (seconds: number) => pass(seconds, options.now ?? Date.now);
  return async (c, next) => {
    const fault = box.take(c.req.method, c.req.path);
    if (!fault) return next();
    // Hono keeps what it has read, so the handler still sees the body after the socket is gone.
    await c.req.arrayBuffer();
    const seconds = fault.seconds ?? 1;
    switch (fault.kind) {
      case "drop-before":
        return drop(c);
      case "drop-after":
        await next();
        c.res = drop(c);
        return;
      case "late-commit": {
        const gone = drop(c);
        await wait(seconds);
        await next();
        c.res = gone;
        return;
      }
      case "delay":
        await next();
        await wait(seconds);
        return;
      case "truncated":
        await next();
        c.res = await truncated(c.res);
        return;
      default:
        return replaced(fault, options);
    }
  };
}

/** Waits by the twin's clock, so that turning it ends the wait as time itself would. */
async function pass(seconds: number, now: () => number): Promise<void> {
  const until = now() + seconds * 1000;
  for (let left = seconds * 1000; left > 0; left = until - now())
    await sleep(Math.min(left, 20), undefined, { ref: false });
}

function replaced(
  fault: Fault,
  options: { rateLimitBody?: unknown; rateLimitHeaders?: Record<string, string> },
): Response {
  switch (fault.kind) {
    case "html":
      return new Response(fault.body ?? "<html><body><h1>Service temporarily unavailable</h1></body></html>", {
        status: fault.status ?? 200,
        headers: { "content-type": "text/html; charset=UTF-8" },
      });
    case "empty":
      return new Response(null, { status: fault.status ?? 200 });
    case "rate-limit":
      return Response.json(options.rateLimitBody ?? { message: "API rate limit exceeded" }, {
        status: fault.status ?? 429,
        headers: options.rateLimitHeaders,
      });
    default:
      return new Response(fault.body ?? "{}", {
        status: fault.status ?? 500,
        headers: { "content-type": "application/json" },
      });
  }
}

function drop(c: Context): Response {
  const outgoing = (c.env as Partial<HttpBindings> | undefined)?.outgoing;
  if (!outgoing) throw new Error("a dropped connection needs a real socket: start the twin on a port");
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

async function truncated(answer: Response): Promise<Response> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  return new Response(bytes.subarray(0, Math.floor(bytes.length / 2)), { status: answer.status, headers });
}
