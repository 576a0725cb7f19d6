import { randomUUID } from "node:crypto";
import { takeLease } from "@/lib/db/engine/lease";
import { raiseAlerts } from "@/lib/flows/alerts/raise-alerts";
import { sendAlerts } from "@/lib/flows/alerts/send-alerts";
import type { FlowContext } from "@/lib/flows/engine/context";
import { expireBytes } from "@/lib/flows/invoices/expire-bytes";
import { applyRetention } from "@/lib/flows/privacy/apply-retention";
import { pruneRows } from "@/lib/flows/schedule/prune-rows";

const everySeconds = 55;

/**
 * Started by every tick and every worker; once a minute one of them raises alerts and removes old rows. A failure is
 * logged.
 */
export async function housekeeping(ctx: FlowContext): Promise<void> {
  // Never released: the lease is the pause between two looks, for all processes.
  if (!(await takeLease(ctx.db, "watch", randomUUID(), everySeconds))) return;
  try {
    await raiseAlerts(ctx);
    await sendAlerts(ctx);
    await expireBytes(ctx);
    await applyRetention(ctx);
    await pruneRows(ctx);
  } catch (err) {
    // A failure here must not stop the tick or the worker.
    ctx.log.error({ err }, "watch failed");
  }
}
