import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { openDatabase } from "@/lib/db/client";
import { openErp, readConnection } from "@/lib/flows/engine/open-integration";
import { openOutbound } from "@/lib/outbound";

/** A process of its own: says `ready`, and for each line it reads opens an ERP session, looks for an order and says `done`. */
const [databaseUrl = "", connectionId = "", host = ""] = process.argv.slice(2);
const database = openDatabase(databaseUrl, 2);
const ctx = {
  db: database.db,
  forTenant: database.forTenant,
  sql: database.sql,
  now: () => new Date(),
  random: Math.random,
  sleep: (ms: number) => sleep(ms),
  http: openOutbound([host]),
  mailer: null,
  log: pino({ level: "silent" }),
  appUrl: `http://${host}`,
  actor: "engine",
};
const connection = await readConnection(ctx, connectionId);
process.stdout.write("ready\n");
for await (const _line of createInterface({ input: process.stdin })) {
  const erp = openErp(ctx, connection);
  await erp.findSalesOrders([{ orderType: "EM", customerOrder: "1", externalRef: "EMAG-RO-1" }]);
  await erp.close();
  process.stdout.write("done\n");
}
await database.close();
