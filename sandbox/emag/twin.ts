import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { createFaultBox, type FaultBox, faultMiddleware } from "@/sandbox/faults";
import { controlRoutes } from "./control-routes";
import { authenticating, counting, limiting } from "./guard";
import { createLimiter, type Limiter } from "./limits";
import { passTime } from "./orders/passing-time";
import { route } from "./routes";
import type { Settings } from "./settings";
import { createWorld, encode, type State, saveState, type World } from "./state";
import { type Answer, plain, shaped } from "./wire";

const tickMs = 100;
const saveMs = 1000;

export type EmagTwin = {
  app: Hono;
  fetch: Hono["fetch"];
  readonly state: State;
  world: World;
  faults: FaultBox;
  /** Listens on 127.0.0.1 and lets time pass; 0 takes any free port. Resolves with the port. */
  start(port?: number): Promise<number>;
  stop(): Promise<void>;
};

/**
 * A stateful eMAG marketplace behind `/api-3`, with its control API behind `/_sandbox`. Throws on unknown settings.
 * With a state file it continues where that left off and keeps it up to date.
 */
export function createEmagTwin(settings: Partial<Settings> = {}, options: { stateFile?: string } = {}): EmagTwin {
  const { stateFile } = options;
  const world = createWorld(settings, stateFile);
  const faults = createFaultBox();
  const app = createApp(world, faults, createLimiter());
  const server = createAdaptorServer({ fetch: app.fetch });
  // A busy machine must not look like a connection closed under its user's hands.
  if ("keepAliveTimeout" in server) server.keepAliveTimeout = 120_000;
  const timers: NodeJS.Timeout[] = [];
  let saved = "";
  const save = (): void => {
    const text = stateFile ? encode(world.state) : saved;
    if (!stateFile || text === saved) return;
    saveState(text, stateFile);
    saved = text;
  };
  return {
    app,
    fetch: app.fetch,
    world,
    faults,
    get state() {
      return world.state;
    },
    async start(port = 0) {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      timers.push(
        setInterval(() => void passTime(world), tickMs),
        setInterval(save, saveMs),
      );
      return (server.address() as AddressInfo).port;
    },
    async stop() {
      for (const timer of timers.splice(0)) clearInterval(timer);
      save();
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  };
}

function createApp(world: World, faults: FaultBox, limiter: Limiter): Hono {
  const app = new Hono();
  app.route("/_sandbox", controlRoutes(world, faults, limiter));
  app.use(
    "/api-3/*",
    counting(world),
    faultMiddleware(faults, {
      now: world.now,
      rateLimitHeaders: { "X-RateLimit-Limit-3second": "1", "X-RateLimit-Remaining-3second": "0" },
    }),
    authenticating(world),
    limiting(world, limiter),
  );
  app.all("/api-3/*", async (c) => {
    const body = parsed(await c.req.text());
    if (body === undefined) return send(c, world, plain(400, "Invalid content"));
    const answer = await route(world, {
      method: c.req.method,
      path: c.req.path.slice("/api-3/".length),
      query: (name) => c.req.queries(name) ?? [],
      body,
    });
    return send(c, world, answer);
  });
  app.notFound((c) => c.json({ message: "Invalid URL" }, 404));
  return app;
}

function send(c: Context, world: World, answer: Answer): Response {
  if ("bytes" in answer) {
    return c.newResponse(new Uint8Array(answer.bytes), 200, { "content-type": answer.contentType });
  }
  if (answer.status === 204) return c.body(null, 204);
  const text = JSON.stringify(shaped(world.settings, answer.json));
  return c.newResponse(text, answer.status as 200, { "content-type": "application/json" });
}

/** The JSON of a body; an absent one counts as `{}`, anything else that is not JSON is undefined. */
function parsed(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
