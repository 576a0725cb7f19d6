import { randomBytes } from "node:crypto";
import { isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { HttpFailure } from "@/lib/connectors/http";
import { type Database, type Db, database, openDatabase } from "@/lib/db/client";
import { tenantRows } from "@/lib/db/row-level-security";
import { integrations, orders, runs, users } from "@/lib/db/schema";
import { processContext } from "@/lib/flows/engine/process-context";
import { webContext } from "@/lib/flows/engine/web-context";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { plantTwoSellers, type TwoSellers } from "../../e2e/support/two-sellers";

vi.mock("server-only", () => ({}));

let world: TwoSellers;
beforeAll(async () => {
  world = await plantTwoSellers();
});
afterAll(() => world?.stop());

const asOwn = () => database().forTenant(world.own.sellerId);

describe("the second wall", () => {
  it("has a rule for every table there is, and the database holds it", async () => {
    const found = await database().db.execute<{ name: string; walled: boolean }>(sql`
      select c.relname as name, c.relrowsecurity and exists (select 1 from pg_policy p where p.polrelid = c.oid) as walled
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`);
    const wanted = Object.entries(tenantRows).map(([name, rows]) => ({ name, walled: rows !== null }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect([...found].sort(byName)).toEqual(wanted.sort(byName));
  });

  it("shows a seller no row of another one, whatever is asked, and keeps them from being changed or added", async () => {
    const tables = Object.keys(tenantRows).filter((table) => tenantRows[table] !== null);
    for (const table of tables) {
      const text = sql.raw(`select coalesce(string_agg(t::text, ' '), '') as all from ${table} t`);
      const seen = String((await asOwn().execute<{ all: string }>(text))[0]?.all);
      for (const word of [world.foreign.mark, world.foreign.sellerId, ...Object.values(world.foreign.ids)])
        expect(seen.includes(word), `${table} shows ${word}`).toBe(false);
    }
    expect(await asOwn().select({ id: orders.id }).from(orders)).toHaveLength(1);
    expect(await asOwn().update(orders).set({ buyerName: "x" }).returning({ id: orders.id })).toHaveLength(1);
    const [theirs] = await database().db.select().from(orders).where(sql`channel_order_id = ${world.foreign.mark}`);
    expect(theirs?.buyerName).toBe(`Buyer ${world.foreign.mark}`);
    const { id: _, ...copy } = { ...theirs, channelOrderId: "another" } as typeof orders.$inferInsert;
    await expect(asOwn().insert(orders).values(copy)).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("holds inside a transaction, and leaves nothing on the connection for whoever uses it next", async () => {
    const [inside] = await asOwn().transaction((tx) => Promise.all([tx.select({ id: orders.id }).from(orders)]));
    expect(inside).toHaveLength(1);
    expect(await database().db.select({ id: orders.id }).from(orders)).toHaveLength(2);
  });

  it("lets a seller's request read who of the staff signed something, and never change them", async () => {
    const staff = isNull(users.sellerId);
    expect((await asOwn().select().from(users).where(staff)).length).toBeGreaterThan(0);
    expect(await asOwn().update(users).set({ name: "x" }).where(staff).returning({ id: users.id })).toEqual([]);
    expect(await asOwn().delete(users).where(staff).returning({ id: users.id })).toEqual([]);
  });

  it("stands before every request of a seller's own people, and not before staff's", async () => {
    const seen = async (seller: { id: string } | null) =>
      webContext({ email: "x@example.invalid", seller }).db.select({ number: orders.channelOrderId }).from(orders);
    expect(await seen({ id: world.own.sellerId })).toEqual([{ number: world.own.mark }]);
    expect(await seen(null)).toHaveLength(2);
  });

  it("stands before everything a run of the engine asks but whose integration it is, however wide the question", async () => {
    const handles: Db[] = [];
    let askedAsOwner = 0;
    const { db, forTenant, ...rest } = processContext("engine");
    const select = (...given: []) => {
      askedAsOwner += 1;
      return db.select(...given);
    };
    const ctx = {
      ...rest,
      sleep: async () => {},
      http: async () => {
        throw new HttpFailure("connect", false, "nobody there");
      },
      db: Object.assign(Object.create(null) as Db, { select }),
      forTenant: (id: string) => {
        handles.push(forTenant(id));
        return handles[0] as Db;
      },
    };
    await db.update(integrations).set({ heartbeatRequestedAt: ctx.now() });
    await runIntegration(ctx, { integrationId: world.own.ids.integrations ?? "", deadline: () => false });
    expect(askedAsOwner).toBe(1);
    expect(await handles[0]?.select({ number: orders.channelOrderId }).from(orders)).toEqual([
      { number: world.own.mark },
    ]);
    const asked = await db.select({ id: runs.integrationId }).from(runs);
    expect(asked).toEqual([{ id: world.own.ids.integrations }]);
    const beats = await db.select({ id: integrations.id, at: integrations.heartbeatRequestedAt }).from(integrations);
    expect(beats.filter(({ at }) => at === null)).toEqual([{ id: world.own.ids.integrations, at: null }]);
  });

  it("says so, and lets the queries alone keep sellers apart, where the database's user may not take the role on", async () => {
    const name = `plain_${randomBytes(6).toString("hex")}`;
    await database().db.execute(sql.raw(`create role ${name} login password '${name}'`));
    const url = new URL(process.env.DATABASE_URL ?? "");
    url.username = name;
    url.password = name;
    const open: Database = openDatabase(url.href, 1);
    try {
      expect(await open.rlsEnabled()).toBe(false);
      expect(await database().rlsEnabled()).toBe(true);
    } finally {
      await open.close();
      await database().db.execute(sql.raw(`drop role ${name}`));
    }
  });
});
