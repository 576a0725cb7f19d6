import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/db/client";
import { sellers } from "@/lib/db/schema";
import { createTestDatabase, type TestDatabase } from "../../e2e/support/database";

/** Between the driver and the server, as a transaction pooler is: it counts how often it would have torn a statement apart. */
type Relay = { url: string; torn(): number; close(): void };

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
  const sockets: Socket[] = [];
  const server: Server = createServer((client) => {
    const behind = dial(Number(target.port), target.hostname);
    sockets.push(client, behind);
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
    close: () => {
      for (const socket of sockets) socket.destroy();
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
  const own = open.ofSeller(seller?.id ?? "");
  const many = Array.from({ length: 12 }, (_, i) => [
    open.db.select().from(sellers),
    open.db.execute(sql`select ${i}::int + 1 as n`),
    own.select().from(sellers),
    open.db.transaction((tx) => tx.execute(sql`select ${i}::int as n`)),
  ]);
  await Promise.all(many.flat());
  expect(relay.torn()).toBe(0);
});
