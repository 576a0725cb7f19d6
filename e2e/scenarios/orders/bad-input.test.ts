import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { routeAccess } from "@/lib/auth/access";
import { writeAudit } from "@/lib/db/audit";
import { database } from "@/lib/db/client";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { processContext } from "@/lib/flows/engine/process-context";
import { exportConfiguration } from "@/lib/flows/operations/export-configuration";
import { tick } from "@/lib/flows/schedule/tick";
import { openJobs } from "@/lib/jobs";
import { asking, callRoute, type Line } from "../../support/call-route";
import { dump, linesWith } from "../../support/dump";
import { plantSecrets } from "../../support/plant-secrets";
import { plantTwoSellers, type TwoSellers } from "../../support/two-sellers";

vi.mock("server-only", () => ({}));
vi.mock("next/headers", async () => {
  const { asking: who } = await import("../../support/call-route");
  const get = (name: string) => {
    const [, value] = who.cookie.startsWith(`${name}=`) ? who.cookie.split("=") : [];
    return value ? { name, value } : undefined;
  };
  return { cookies: async () => ({ get }), headers: async () => new Headers() };
});
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  connection: async () => {},
  after: () => {},
}));
// The pace is not what is tried here; lib/auth/rate-limit.test.ts tries it.
vi.mock("@/lib/auth/rate-limit", () => ({ rateLimit: () => true }));

const logged = vi.hoisted((): string[] => []);
vi.mock("@/lib/log", async (original) => {
  process.env.LOG_LEVEL = "trace";
  const { openLog } = await original<typeof import("@/lib/log")>();
  const log = openLog({ write: (line) => void logged.push(line) });
  return { openLog, log: () => log };
});

let world: TwoSellers;
let admin: string;
let operator: string;

beforeAll(async () => {
  world = await plantTwoSellers();
  admin = (await world.cookieOf("admin")).cookie;
  operator = (await world.cookieOf("operator")).cookie;
});
afterAll(() => world?.stop());

/** A beat of the engine and a person's signing in have tests of their own; health and metrics read nothing from outside. */
const apart = ["/api/auth/", "/api/cron/", "/api/health", "/api/metrics"];
const lines = (Object.keys(routeAccess) as Line[]).filter((line) => !apart.some((part) => line.includes(part)));

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "null",
    "\u0000",
    "'; drop table orders; --",
    "%",
    "../../etc/passwd",
    "{}",
    "[]",
    "NaN",
  ),
);
const body = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
  fc
    .dictionary(
      fc.constantFrom(
        "settings",
        "credentials",
        "kind",
        "role",
        "email",
        "name",
        "disabled",
        "do",
        "code",
        "buffer",
        "about",
        "sellerId",
        "params",
        "ids",
        "token",
        "password",
        "decision",
        "__proto__",
      ),
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), nasty),
    )
    .map((value) => JSON.stringify(value)),
  nasty,
);

describe.each(lines)("%s", (line) => {
  it("answers anything with words and never with a failure, a stack or another seller's data", async () => {
    const names = [...line.matchAll(/\[(\w+)\]/g)].map(([, name = ""]) => name);
    const own = Object.values(world.own.ids);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          params: fc.tuple(...names.map(() => fc.oneof(nasty, fc.constantFrom(...own)))),
          query: fc.dictionary(
            fc.constantFrom(
              "seller",
              "q",
              "after",
              "state",
              "group",
              "from",
              "to",
              "before",
              "who",
              "code",
              "params",
              "sellerId",
            ),
            nasty,
          ),
          body,
        }),
        async (given) => {
          asking.cookie = admin;
          const answer = await callRoute(line, {
            params: Object.fromEntries(names.map((name, n) => [name, given.params[n]])),
            query: `?${new URLSearchParams(given.query)}`,
            body: given.body,
          });
          const text = await answer.text();
          expect({ status: answer.status < 500 || answer.status === 502, text }).toMatchObject({ status: true });
          expect(text).not.toMatch(/\n\s+at |node_modules|Failed query|PostgresError/);
          expect(text).not.toContain(world.foreign.mark);
        },
      ),
      { numRuns: 12, seed: 20261122, endOnFailure: true },
    );
  }, 60_000);
});

describe("what comes in", () => {
  it.each([
    ["POST /api/orders/views", 1024 * 1024],
    ["POST /api/integrations/[id]/stock/table", 10 * 1024 * 1024],
  ] as const)("%s takes no more than %i bytes, and reads no further than that", async (line, limit) => {
    asking.cookie = admin;
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const answer = await callRoute(line, { params: { id: world.own.ids.integrations }, body: endless });
    expect(answer.status).toBe(413);
    expect(given).toBeLessThan(limit + 4 * 65_536);
  });
});

describe("what goes out as a table", () => {
  it("holds no formula that a spreadsheet would run", async () => {
    const [sellerId, action] = [world.own.sellerId, "order.retry"];
    await writeAudit(database().db, { sellerId, actor: "a@alpha.example", action, subject: "=HYPERLINK(1)" });
    asking.cookie = admin;
    const table = await (await callRoute("GET /api/audit/table")).text();
    expect(table).toContain("HYPERLINK");
    expect(table).not.toMatch(/(^|[,"\n])=HYPERLINK/);
  });
});

describe("a planted secret", () => {
  it("is in no row of the database, no log, no export and no answer, to whoever may see most", async () => {
    const ctx = processContext("test");
    const secrets = [...world.secrets, ...(await plantSecrets(world))];
    // A beat against systems that do not answer, so that failures have been put into words and logged.
    await tick(ctx, await openJobs(ctx.sql), 5);
    const said: string[] = [await dump(ctx.db), JSON.stringify(await exportConfiguration(ctx))];
    asking.cookie = operator;
    for (const line of lines.filter((one) => one.startsWith("GET /api/") && !one.includes("[")))
      said.push(await (await callRoute(line, { query: "?seller=alpha" })).text());
    for (const line of lines.filter((one) => /^GET \/api\/[^[]*(\w+)\/\[id\](?!.*\[)/.test(one))) {
      const noun = /(\w+)\/\[id\]/.exec(line)?.[1] ?? "";
      said.push(await (await callRoute(line, { params: { id: world.own.ids[noun] } })).text());
    }
    const [connection, order] = [world.own.ids.connections, world.own.ids.orders];
    said.push(await (await callRoute("POST /api/connections/[id]/test", { params: { id: connection } })).text());
    const chosen = { query: "?seller=alpha", body: JSON.stringify({ orders: [order] }) };
    said.push(await (await callRoute("POST /api/privacy/export", chosen)).text());
    const everything = [...said, ...logged].join("\n");
    expect(everything).toContain(world.own.mark);
    expect(logged.length).toBeGreaterThan(0);
    expect(linesWith(everything, secrets).map((one) => one.slice(0, 200))).toEqual([]);
  }, 60_000);
});

describe("a buyer", () => {
  it("stands in the order's own row and in nothing that is kept of it: no event, record, job, alert or log", async () => {
    const { buyer, shipping } = sampleOrder();
    const words = [buyer.email, shipping.contact, shipping.phone, shipping.street, `Buyer ${world.own.mark}`];
    const rows = linesWith(await dump(database().db), words);
    expect(new Set(rows.map((row) => row.split(" ")[0]))).toEqual(new Set(["public.orders"]));
    expect(linesWith(logged.join("\n"), words)).toEqual([]);
    asking.cookie = operator;
    for (const line of ["GET /api/audit", "GET /api/audit/table", "GET /api/privacy", "GET /api/alerts"] as const) {
      const answer = await callRoute(line, { query: "?seller=alpha" });
      expect(linesWith(await answer.text(), words)).toEqual([]);
    }
  });
});
