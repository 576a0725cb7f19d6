import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import { type Harness, startHarness, startSite } from "./harness";
import { createLimiter } from "./limits";
import type { Settings } from "./settings";

const running: { stop(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const thing of running.splice(0)) await thing.stop();
});

async function start(settings: Partial<Settings> = {}): Promise<Harness> {
  const harness = await startHarness(settings);
  running.push(harness);
  return harness;
}

async function listenForCalls(): Promise<{ url: string; calls: string[] }> {
  const calls: string[] = [];
  const site = await startSite((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    response.end("ok");
  });
  running.push({ stop: site.close });
  return { url: `${site.origin}/hook?token=abc`, calls };
}

test("§2 order routes have 12 a second and the rest 3, together; the 429 has its own body and headers", async () => {
  const emag = await start({ limits: true });
  const orders = await Promise.all(Array.from({ length: 13 }, () => emag.wire("order/count", {})));
  expect(orders.filter((reply) => reply.status === 200)).toHaveLength(12);
  const rest = await Promise.all(["vat/read", "awb/read", "nothing/read", "addresses/read"].map((p) => emag.wire(p)));
  expect(rest.map((reply) => reply.status).sort()).toEqual([200, 200, 404, 429]);
  const refused = rest.find((reply) => reply.status === 429);
  expect(refused?.json).toEqual({ message: "API rate limit exceeded" });
  expect(refused?.headers.get("x-ratelimit-remaining-3second")).toBe("0");
  const state = await emag.control("state", undefined, "GET");
  expect(state.json.rateLimited).toBe(2);
});

test("§2 a minute holds 720 and 180", () => {
  let now = 0;
  const limiter = createLimiter(() => now);
  const allowed = (bucket: "orders" | "rest") => {
    let count = 0;
    for (now = 60_000; now < 119_900; now += 50) count += limiter.take(bucket).allowed ? 1 : 0;
    return count;
  };
  expect(allowed("orders")).toBe(720);
  expect(allowed("rest")).toBe(180);
});

test("§3 a new order is called until it is acknowledged, a cancellation once", async () => {
  const hook = await listenForCalls();
  const emag = await start({ callbackUrl: hook.url, callbackRepeatSeconds: 60 });
  const id = await emag.order();
  await expect.poll(() => hook.calls).toEqual([`GET /hook?token=abc&order_id=${id}`]);
  await emag.control("clock", { advanceSeconds: 61 });
  await expect.poll(() => hook.calls).toHaveLength(2);
  await emag.wire(`order/acknowledge/${id}`);
  await emag.control("clock", { advanceSeconds: 600 });
  const cancelled = await emag.order();
  await expect.poll(() => hook.calls).toHaveLength(3);
  await emag.control(`orders/${cancelled}/cancel`);
  await expect.poll(() => hook.calls).toHaveLength(4);
  await emag.control("clock", { advanceSeconds: 600 });
  expect(emag.twin.state.callbacks.map((call) => call.kind)).toEqual([
    "new-order",
    "new-order",
    "new-order",
    "cancellation",
  ]);
});

test("§3 calls may be lost, doubled and late, as switched", async () => {
  const hook = await listenForCalls();
  const once = { callbackUrl: hook.url, callbackRepeatSeconds: 3600 };
  const lost = await start({ ...once, callbackDropShare: 1 });
  await lost.order();
  const doubled = await start({ ...once, callbackDuplicateShare: 1, callbackDelaySeconds: 0.3 });
  const id = await doubled.order();
  await expect.poll(() => hook.calls).toHaveLength(2);
  expect(new Set(hook.calls)).toEqual(new Set([`GET /hook?token=abc&order_id=${id}`]));
  expect(lost.twin.state.callbacks).toEqual([]);
});

test("orders arrive by themselves, and only while there is stock", async () => {
  const emag = await start({ orderEverySeconds: 10, fbeShare: 0 });
  for (let i = 0; i < 20; i++) await emag.control("clock", { advanceSeconds: 15 });
  expect(emag.twin.state.orders.size).toBeGreaterThan(10);
  const empty = await start({ orderEverySeconds: 10, initialStock: "zero" });
  for (let i = 0; i < 5; i++) await empty.control("clock", { advanceSeconds: 15 });
  expect(empty.twin.state.orders.size).toBe(0);
});

test("scripted faults strike the wire: a late commit is done although the caller saw nothing", async () => {
  const emag = await start();
  const id = await emag.order({ locker: false });
  await emag.control("faults", { route: "order/acknowledge", kind: "late-commit", seconds: 0.1 });
  await expect(emag.wire(`order/acknowledge/${id}`)).rejects.toThrow();
  await expect.poll(() => emag.twin.state.orders.get(id)?.status).toBe(2);
  expect((await emag.control("faults", undefined, "GET")).json).toMatchObject([{ kind: "late-commit", hits: 1 }]);
  expect(emag.twin.state.requests["POST /api-3/order/acknowledge/{id}"]).toEqual({
    count: 1,
    byStatus: { dropped: 1 },
  });
});

test("§1.5 messages may come as objects; a setting nobody knows is refused", async () => {
  const emag = await start({ messagesAs: "objects" });
  expect((await emag.wire("awb/read", {})).json.messages).toEqual([{ text: "Emag id or reservation id is mandatory" }]);
  expect((await emag.control("settings", { limit: true }, "PUT")).status).toBe(400);
});

test("as a process it says when it is ready, saves on SIGTERM, and leaves with its parent", async () => {
  const folder = mkdtempSync(join(tmpdir(), "emag-twin-"));
  running.push({ stop: () => rmSync(folder, { recursive: true }) });
  const env = { ...process.env, SANDBOX_STATE_FILE: join(folder, "state.json"), SANDBOX_EXIT_WITH_PARENT: "1" };
  const launch = async () => {
    const child = spawn(process.execPath, ["--import", "tsx", "sandbox/emag/server.ts"], {
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const ready = JSON.parse(line) as { ready: boolean; name: string; port: number };
    return { child, ready, control: `http://127.0.0.1:${ready.port}/_sandbox` };
  };
  const first = await launch();
  expect(first.ready).toMatchObject({ ready: true, name: "emag", port: expect.any(Number) });
  await fetch(`${first.control}/orders`, { method: "POST" });
  first.child.kill("SIGTERM");
  await once(first.child, "exit");
  const second = await launch();
  const state = (await (await fetch(`${second.control}/state`)).json()) as { orders: { id: number }[] };
  expect(state.orders.map((order) => order.id)).toEqual([501_000_001]);
  second.child.stdin.end();
  await once(second.child, "exit");
}, 20_000);
