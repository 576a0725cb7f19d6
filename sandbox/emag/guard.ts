import { timingSafeEqual } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import { bucketOf, type Limiter } from "./limits";
import type { World } from "./state";
import { refused } from "./wire";

/** Counts every request and how it was answered, whatever comes of it. */
export function counting(world: World): MiddlewareHandler {
  return async (c, next) => {
    const route = `${c.req.method} ${c.req.path.replace(/\d+(?=\/|$)/g, "{id}").replace("/api-{id}/", "/api-3/")}`;
    world.state.requests[route] ??= { count: 0, byStatus: {} };
    const counter = world.state.requests[route];
    counter.count += 1;
    await next();
    const outcome = c.res.headers.has("x-hono-already-sent") ? "dropped" : String(c.res.status);
    counter.byStatus[outcome] = (counter.byStatus[outcome] ?? 0) + 1;
  };
}

/** Basic auth, then the caller's address (emag-api.md §1.2). */
export function authenticating(world: World): MiddlewareHandler {
  return async (c, next) => {
    const { settings } = world;
    const expected = `Basic ${Buffer.from(`${settings.username}:${settings.password}`).toString("base64")}`;
    if (!same(c.req.header("authorization") ?? "", expected)) {
      return answer(c, refused(settings, "You are not allowed to use this API.", settings.authErrorStatus));
    }
    const ip = (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress ?? "127.0.0.1";
    if (settings.allowedIps && !settings.allowedIps.includes(ip)) {
      return answer(c, refused(settings, `ERROR: Invalid vendor ip [${ip}]`, settings.ipErrorStatus));
    }
    return next();
  };
}

/** The budgets of §2; invalid requests spend them too. */
export function limiting(world: World, limiter: Limiter): MiddlewareHandler {
  return async (c, next) => {
    if (!world.settings.limits) return next();
    const taken = limiter.take(bucketOf(c.req.path.replace(/^\/api-3\//, ""), world.settings));
    const headers = {
      "X-RateLimit-Limit-3second": String(taken.limit),
      "X-RateLimit-Remaining-3second": String(taken.remaining),
    };
    if (!taken.allowed) {
      if (world.settings.retryAfterOn429) c.header("Retry-After", "1");
      return c.json({ message: "API rate limit exceeded" }, 429, headers);
    }
    await next();
    if (!world.settings.limitHeadersAlways) return;
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };
}

function answer(c: Context, { status, json }: { status: number; json?: unknown }): Response {
  c.header("content-type", "application/json");
  return c.newResponse(JSON.stringify(json), status as 200);
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
