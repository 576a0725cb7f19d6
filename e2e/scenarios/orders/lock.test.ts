import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { takeOrderLeases } from "@/lib/db/engine/lease";
import { readOrderDetail } from "@/lib/db/orders/order-detail";
import { writeStep } from "@/lib/db/orders/steps";
import { audit, orders } from "@/lib/db/schema";
import { releaseLock } from "@/lib/flows/orders/release-lock";
import { placeOrder } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness({ emag: { limits: false } });
}, 60_000);
afterAll(() => harness?.stop());

it("a person sees who holds an order's lock, and releases it only once it has expired", async () => {
  const number = await placeOrder(harness);
  await harness.tick();
  const { db } = harness.ctx;
  const [row] = await db.select().from(orders).where(eq(orders.channelOrderId, number));
  const orderId = row?.id ?? "";
  const lockOf = async () =>
    (await readOrderDetail(db, null, orderId, { now: new Date(), withRaw: false, visibility: "all" }))?.lock;
  const person = { ...harness.ctx, actor: "admin@carpatic.example" };
  expect(await lockOf()).toBeNull();
  const [lease] = await takeOrderLeases(db, [orderId], "worker-7", 60);
  expect(lease).toBeDefined();
  expect(await lockOf()).toMatchObject({ holder: "worker-7", expired: false });
  expect(await releaseLock(person, { orderId })).toBe(false);
  await db.update(orders).set({ leaseExpiresAt: sql`clock_timestamp() - interval '1 second'` });
  expect(await lockOf()).toMatchObject({ holder: "worker-7", expired: true });
  expect(await releaseLock(person, { orderId })).toBe(true);
  expect(await lockOf()).toBeNull();
  expect(await releaseLock(person, { orderId })).toBe(false);
  const lines = await db.select().from(audit).where(eq(audit.action, "order.release-lock"));
  expect(lines).toMatchObject([{ actor: "admin@carpatic.example", subject: number }]);
  if (lease) expect(await writeStep(db, lease, "hand-over-awb", { state: "due" })).toBe(false);
});
