import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createFaultBox, type Fault, faultMiddleware } from "./faults";

const box = createFaultBox();
const bodies: string[] = [];
const app = new Hono();
app.use("*", faultMiddleware(box));
app.post("/orders", async (c) => {
  bodies.push(await c.req.text());
  return c.json({ saved: true });
});
const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
await once(server, "listening");

async function post(): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}/orders`, { method: "POST", body: '{"id":1}' });
}

function script(kind: Fault["kind"], more: Partial<Fault> = {}): void {
  box.add({ route: "^POST /orders$", kind, times: 1, ...more });
}

beforeEach(() => {
  box.clear();
  bodies.length = 0;
});
afterAll(() => {
  server.close();
});

test("a connection dropped before the handler leaves nothing behind, and only as often as asked", async () => {
  script("drop-before");
  await expect(post()).rejects.toThrow();
  expect(bodies).toEqual([]);
  expect((await post()).status).toBe(200);
  expect(box.list()[0]?.hits).toBe(1);
});

test("a connection dropped after the handler leaves the state committed", async () => {
  script("drop-after");
  await expect(post()).rejects.toThrow();
  expect(bodies).toEqual(['{"id":1}']);
});

test("a late commit happens after the caller has given up, with the whole body", async () => {
  script("late-commit", { seconds: 0.1 });
  await expect(post()).rejects.toThrow();
  expect(bodies).toEqual([]);
  await expect.poll(() => bodies).toEqual(['{"id":1}']);
});

test("a delay commits and answers late", async () => {
  script("delay", { seconds: 0.1 });
  const before = performance.now();
  expect(await (await post()).json()).toEqual({ saved: true });
  expect(performance.now() - before).toBeGreaterThan(90);
});

test("a truncated answer is half of a committed one", async () => {
  script("truncated");
  expect(await (await post()).text()).toBe('{"saved');
  expect(bodies).toHaveLength(1);
});

test("status, html, empty and rate-limit answer without handling", async () => {
  script("status", { status: 503, body: "down" });
  script("html");
  script("empty");
  script("rate-limit");
  const answers = [await post(), await post(), await post(), await post()];
  expect(answers.map((a) => a.status)).toEqual([503, 200, 200, 429]);
  expect(answers[1]?.headers.get("content-type")).toContain("text/html");
  expect(await answers[2]?.text()).toBe("");
  expect(await answers[3]?.json()).toEqual({ message: "API rate limit exceeded" });
  expect(bodies).toEqual([]);
});

test("a share below one strikes only some requests; -1 strikes until removed", () => {
  const rolls = [0.9, 0.1, 0.1];
  const partial = createFaultBox(() => rolls.shift() ?? 1);
  partial.add({ id: "half", route: "GET /x", kind: "empty", times: -1, share: 0.5 });
  expect([1, 2, 3].map(() => partial.take("GET", "/x")?.id)).toEqual([undefined, "half", "half"]);
  partial.remove("half");
  expect(partial.list()).toEqual([]);
});
