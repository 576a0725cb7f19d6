import { sql } from "drizzle-orm";
import type { Harness } from "../harness";

const moments: Record<string, string[]> = {
  orders: ["lease_taken_at", "lease_expires_at"],
  steps: ["due_at", "intent_at", "updated_at"],
  leases: ["taken_at", "expires_at"],
  connections: ["paused_until"],
  integrations: [
    "heartbeat_started_at",
    "heartbeat_finished_at",
    "offers_read_at",
    "stock_pushed_at",
    "invoices_read_at",
  ],
  invoices: ["published_at"],
};

/** Turns the clock by hand: everything that lies in time here moves back, and the twins' clocks move on. */
export async function passTime(harness: Harness, seconds: number): Promise<void> {
  for (const [table, columns] of Object.entries(moments)) {
    const changes = columns.map((column) => `${column} = ${column} - make_interval(secs => ${seconds})`).join(", ");
    await harness.ctx.db.execute(sql.raw(`update ${table} set ${changes}`));
  }
  for (const twin of [harness.twins.emag, harness.twins.acumatica])
    await twin.control("POST", "/_sandbox/clock", { advanceSeconds: seconds });
}
