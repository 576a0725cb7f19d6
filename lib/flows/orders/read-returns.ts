import { keepReturn, noteReturnsRead, returnsGone, returnsReadAt } from "@/lib/db/orders/returns";
import type { Run } from "@/lib/flows/engine/run";

const everyMinutes = 30;
const closedPerRun = 20;

/**
 * Started by a heartbeat, at most every half hour, or by a callback that names no order. Keeps the open returns, read
 * by status because no filter asks for what changed since, and looks once at each that is no longer among them. Twice
 * is safe: rows are kept by the channel's id. Returns change nothing else: crediting a buyer is the ERP's work.
 */
export async function readReturns(run: Run, { asked }: { asked: boolean }): Promise<void> {
  const { ctx, integration } = run;
  const connectionId = integration.channelConnection.id;
  const last = await returnsReadAt(ctx.db, connectionId);
  if (!asked && last && ctx.now().getTime() - last.getTime() < everyMinutes * 60_000) return;
  const seen: string[] = [];
  for await (const page of integration.channel.listOpenReturns()) {
    for (const one of page) {
      await keepReturn(ctx.db, connectionId, one, ctx.now());
      seen.push(one.id);
    }
  }
  for (const id of await returnsGone(ctx.db, connectionId, seen, closedPerRun)) {
    const one = await integration.channel.readReturn(id);
    if (one) await keepReturn(ctx.db, connectionId, one, ctx.now());
  }
  await noteReturnsRead(ctx.db, connectionId, seen, ctx.now());
}
