import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, type Db, openDatabase } from "@/lib/db/client";
import { sellers } from "@/lib/db/schema";
import { createTestDatabase, type TestDatabase } from "../../e2e/support/database";

/** Between the driver and the server, as a transaction pooler is: it counts how often it would have torn a statement apart. */
type Relay = { url: string; torn(): number; cut(): void; close(): void };

let test: TestDatabase;
let relay: Relay;
let open: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  relay = await startRelay(test.url);
  open = openDatabase(relay.url, 3);
});
afterAll(async () => {
  await open?.close();
  relay?.close();
  await test?.drop();
});

async function startRelay(url: string): Promise<Relay> {
  const target = new URL(url);
  let torn = 0;
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server: Server = createServer((client) => {
    const behind = dial(Number(target.port), target.hostname);
    for (const socket of [client, behind]) sockets.add(socket.on("error", () => {}));
    // Turns asked for and not yet answered, and whether part of another has been sent.
    let asked = 0;
    let begun = false;
    const heard = messages(true);
    const said = messages(false);
    client.on("data", (bytes) => {
      for (const { type } of heard(bytes)) {
        if (type === "S" || type === "Q") asked += 1;
        begun = !["S", "Q"].includes(type);
      }
      behind.write(bytes);
    });
    behind.on("data", (bytes) => {
      for (const { type, status } of said(bytes)) {
        if (type !== "Z") continue;
        asked -= 1;
        // Outside a transaction a pooler takes the server away here.
        if (status === "I" && (asked > 0 || begun)) torn += 1;
      }
      client.write(bytes);
    });
    client.on("close", () => behind.destroy());
    behind.on("close", () => client.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const own = new URL(url);
  own.port = String((server.address() as { port: number }).port);
  return {
    url: own.href,
    torn: () => torn,
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
}

/** The messages of one direction: a letter, a length and a body; the client's first has no letter. */
function messages(client: boolean) {
  let rest = Buffer.alloc(0);
  let first = client;
  return function* (bytes: Buffer): Generator<{ type: string; status: string }> {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const head = first ? 0 : 1;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      const type = String.fromCharCode(rest[0] ?? 0);
      // Signing in is one turn, with passwords on the way.
      if (type !== "p") yield { type: first ? "Q" : type, status: String.fromCharCode(rest[5] ?? 0) };
      first = false;
      rest = rest.subarray(end);
    }
  };
}

it("a transaction pooler never gives the halves of a statement to two servers, however many are asked for at once", async () => {
  const [seller] = await open.db.insert(sellers).values({ slug: "own", name: "own" }).returning();
  const own = open.forTenant(seller?.id ?? "");
  const many = Array.from({ length: 12 }, (_, i) => [
    open.db.select().from(sellers),
    open.db.execute(sql`select ${i}::int + 1 as n`),
    own.select().from(sellers),
    open.db.transaction((tx) => tx.execute(sql`select ${i}::int as n`)),
  ]);
  await Promise.all(many.flat());
  expect(relay.torn()).toBe(0);
});

it("a statement with a value that is missing is refused, and costs no connection", async () => {
  const narrow = openDatabase(relay.url, 1);
  const [seller] = await narrow.db.select().from(sellers);
  for (const db of [narrow.db, narrow.forTenant(seller?.id ?? "")]) {
    await expect(db.execute(sql`select ${sql.param(undefined)}::text`)).rejects.toMatchObject({
      cause: { name: "RangeError" },
    });
    const many = sql.join(
      Array.from({ length: 65_535 }, (_, i) => sql`${i}`),
      sql`, `,
    );
    await expect(db.execute(sql`select ${many}`)).rejects.toMatchObject({ cause: { name: "RangeError" } });
    expect(await db.execute(sql`select ${1}::int as n`)).toEqual([{ n: 1 }]);
  }
  await narrow.close();
});

describe("a transaction", () => {
  const slugs = async () => (await open.db.select({ slug: sellers.slug }).from(sellers)).map(({ slug }) => slug);
  const insert = (db: Db, slug: string) => db.insert(sellers).values({ slug, name: slug });

  it("whose connection breaks fails, sends nothing more, and leaves the process and the next transaction alone", async () => {
    const narrow = openDatabase(relay.url, 1);
    const later: Promise<unknown>[] = [];
    const broken = narrow.db.transaction(async (tx) => {
      await insert(tx, "before-the-break");
      setTimeout(relay.cut, 50);
      await tx.execute(sql`select pg_sleep(${20}::int)`).catch(() => {});
      // Somebody else has the only connection anew by now, and this one must not slip into it.
      await narrow.db.transaction(async (other) => {
        later.push(insert(tx, "after-the-break").catch((reason: Error) => reason));
        await insert(other, "somebody-else");
      });
      return Promise.all(later);
    });
    await expect(broken).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    expect(await later[0]).toMatchObject({ cause: { code: "CONNECTION_CLOSED" } });
    await narrow.close();
    expect(await slugs()).toContain("somebody-else");
    for (const slug of ["before-the-break", "after-the-break"]) expect(await slugs()).not.toContain(slug);
  });

  it("one of whose statements fails keeps nothing, even where the failure was caught", async () => {
    const hidden = open.db.transaction(async (tx) => {
      await insert(tx, "kept-for-a-moment");
      await tx.execute(sql`select 1 / ${0}::int`).catch(() => {});
    });
    await expect(hidden).rejects.toMatchObject({ code: "22012" });
    await expect(open.db.transaction((tx) => tx.execute(sql`select nothing`))).rejects.toMatchObject({
      cause: { code: "42703" },
    });
    expect(await slugs()).not.toContain("kept-for-a-moment");
  });

  it("that is given up takes everything back, and one that is over takes nothing more", async () => {
    let leaked: Db | null = null;
    const given = open.db.transaction(async (tx) => {
      leaked = tx;
      await insert(tx, "given-up");
      throw new Error("given up");
    });
    await expect(given).rejects.toThrow("given up");
    const over = async () => {
      if (leaked) await insert(leaked, "too-late");
    };
    await expect(over()).rejects.toThrow();
    await open.db.transaction(async (tx) => {
      leaked = tx;
    });
    await expect(over()).rejects.toMatchObject({ cause: { message: "the transaction is over" } });
    for (const slug of ["given-up", "too-late"]) expect(await slugs()).not.toContain(slug);
  });
});
