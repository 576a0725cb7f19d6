import { connect, createServer, type Server, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Database, database, openDatabase } from "@/lib/db/client";
import { orders } from "@/lib/db/schema";
import { plantTwoSellers, type TwoSellers } from "../../e2e/support/two-sellers";

vi.mock("server-only", () => ({}));

let world: TwoSellers;
let door: { server: Server; url: string; turns: number; sockets: Set<Socket> };
let behindDoor: Database;

/** A way to the database that counts how often the product waits for an answer before it says more. */
async function openDoor(url: URL) {
  const opened = { server: createServer(), url: "", turns: 0, sockets: new Set<Socket>() };
  opened.server.on("connection", (near) => {
    const far = connect(Number(url.port || 5432), url.hostname);
    let answered = true;
    opened.sockets.add(near);
    near.on("data", (said) => {
      if (answered) opened.turns += 1;
      answered = false;
      far.write(said);
    });
    far.on("data", (said) => {
      answered = true;
      near.write(said);
    });
    near.on("close", () => far.destroy()).on("error", () => {});
    far.on("close", () => near.destroy()).on("error", () => {});
  });
  await new Promise<void>((ready) => opened.server.listen(0, "127.0.0.1", ready));
  const near = new URL(url);
  near.host = `127.0.0.1:${(opened.server.address() as { port: number }).port}`;
  opened.url = near.href;
  return opened;
}

beforeAll(async () => {
  world = await plantTwoSellers();
  door = await openDoor(new URL(process.env.DATABASE_URL ?? ""));
  behindDoor = openDatabase(door.url, 1);
});
afterAll(async () => {
  await behindDoor?.close();
  door?.server.close();
  await world?.stop();
});

const own = () => behindDoor.forTenant(world.own.sellerId);
const roleNow = async () => (await behindDoor.db.execute(sql`select current_user as me, session_user as login`))[0];

describe("a statement within one seller", () => {
  it("costs two turns to the database, and with values three: beginning and role travel with it", async () => {
    await own().select({ id: orders.id }).from(orders);
    door.turns = 0;
    await own().select({ id: orders.id }).from(orders);
    await own().update(orders).set({ buyerName: "Ana" }).where(sql`${orders.channelOrderId} = ${world.own.mark}`);
    expect(door.turns).toBe(2 + 3);
    const [written] = await database().db.select().from(orders).where(sql`channel_order_id = ${world.own.mark}`);
    expect(written?.buyerName).toBe("Ana");
  });

  it("takes the same values as any other statement: dates, amounts, JSON, lists, quotes and bytes", async () => {
    const at = new Date("2026-11-23T10:00:00.123Z");
    const bytes = Buffer.from([0, 39, 92, 255]);
    const asked = sql`select ${at.toISOString()}::timestamptz = '2026-11-23T10:00:00.123Z' as date, ${"it's \\ 'x'"}::text as quotes,
      (${JSON.stringify({ a: [1] })}::jsonb -> 'a' ->> 0)::int as json, ${1.5}::numeric::text as amount, ${true}::boolean as yes,
      ${null}::text as nothing, 7 in (${sql.join([7, 8], sql`, `)}) as list, encode(${bytes}::bytea, 'hex') as bytes`;
    const [seen] = await own().execute(asked);
    const [wanted] = await behindDoor.db.execute(asked);
    expect(seen).toEqual(wanted);
    expect(seen).toMatchObject({
      date: true,
      quotes: "it's \\ 'x'",
      json: 1,
      amount: "1.5",
      yes: true,
      bytes: "00275cff",
    });
  });

  it("shares role and seller with all of its transaction, which costs them no turn of their own", async () => {
    door.turns = 0;
    const who = sql`select current_user as me, current_setting('megzo.tenant') as tenant`;
    const seen = await own().transaction((tx) =>
      Promise.all([tx.execute(who), tx.select().from(orders), tx.execute(who)]),
    );
    expect(door.turns).toBeLessThanOrEqual(4);
    const mine = { me: "megzo_app", tenant: world.own.sellerId };
    expect([seen[0][0], seen[1].length, seen[2][0]]).toEqual([mine, 1, mine]);
    const now = await roleNow();
    expect(now?.me).toBe(now?.login);
  });

  it("may be as long as a page of orders", async () => {
    const [seen] = await own().execute(sql`select length(${"ă".repeat(3_000_000)}) as long`);
    expect(seen).toEqual({ long: 3_000_000 });
  });

  it("that fails tells its own error, writes nothing and leaves a clean connection", async () => {
    for (const wrong of [sql`select 1 / ${0}::int`, sql`select nothing from nowhere`, sql`select ${"x"}::uuid`]) {
      const error = await own()
        .execute(wrong)
        .then(
          () => null,
          (reason: Error) => reason.cause as { code: string },
        );
      expect(error?.code).toMatch(/22012|42P01|22P02/);
      const now = await roleNow();
      expect(now?.me).toBe(now?.login);
      expect(await own().select({ id: orders.id }).from(orders)).toHaveLength(1);
    }
  });

  it("of a seller who is not there touches nothing, and an id is never read as a statement", async () => {
    const astray = behindDoor.forTenant("00000000-0000-0000-0000-000000000000");
    expect(await astray.update(orders).set({ buyerName: "x" }).returning({ id: orders.id })).toEqual([]);
    expect(() => behindDoor.forTenant("'; reset role; --")).toThrow("uuid");
  });

  it("fails when the connection breaks, and the next one finds a new connection", async () => {
    const waiting = own().execute(sql`select pg_sleep(${20}::int)`);
    setTimeout(() => {
      for (const socket of door.sockets) socket.destroy();
    }, 100);
    await expect(waiting).rejects.toThrow();
    expect(await own().select({ id: orders.id }).from(orders)).toHaveLength(1);
    expect(await behindDoor.db.select({ id: orders.id }).from(orders)).toHaveLength(2);
  });

  it("shares one connection in turn with many others, sellers and owner alike", async () => {
    const asked = Array.from({ length: 30 }, (_, n) =>
      [own(), behindDoor.forTenant(world.foreign.sellerId), behindDoor.db][n % 3]
        ?.select({ id: orders.id })
        .from(orders),
    );
    expect((await Promise.all(asked)).map((rows) => rows?.length)).toEqual(asked.map((_, n) => (n % 3 === 2 ? 2 : 1)));
  });
});
