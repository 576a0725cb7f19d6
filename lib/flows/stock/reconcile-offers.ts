import { eq } from "drizzle-orm";
import { integrations } from "@/lib/db/schema";
import { markDelisted, storeOffers } from "@/lib/db/stock/drift";
import type { Run } from "@/lib/flows/engine/run";

/** A reading of all offers gives way to orders after so long, and goes on with the next run. */
const sliceSeconds = 15;
/** After a page that could not be read, the reading rests for so long. */
const restSeconds = 60;

/**
 * Started by a run when a reading of the channel's offers is due or under way. Writes down every offer and where it
 * differs from what was sent; the next push corrects it. Twice is safe: offers are upserted by id. Stops at the rows.
 */
export async function reconcileOffers(run: Run): Promise<void> {
  const { ctx, integration } = run;
  const begun = ctx.now();
  const under = integration.row.reconcile;
  if (under ? under.resumeAt > begun.toISOString() : !isDue(run)) return;
  const reading = under ?? { startedAt: begun.toISOString(), page: 1, read: 0, drifts: 0, resumeAt: "" };
  const mine = eq(integrations.id, integration.row.id);
  const note = (seconds: number) => {
    reading.resumeAt = new Date(ctx.now().getTime() + seconds * 1000).toISOString();
    return ctx.db.update(integrations).set({ reconcile: reading }).where(mine);
  };
  await note(restSeconds);
  for await (const page of integration.channel.listOffers(reading.page)) {
    reading.drifts += await storeOffers(ctx.db, integration.row.id, page, ctx.now());
    reading.page += 1;
    reading.read += page.length;
    await note(restSeconds);
    if (run.outOfTime() || ctx.now().getTime() - begun.getTime() >= sliceSeconds * 1000) {
      run.alsoWake.add(integration.row.id);
      return void (await note(0));
    }
  }
  // An empty reading does not prove that every offer was delisted.
  if (reading.read > 0) await markDelisted(ctx.db, integration.row.id, new Date(reading.startedAt), ctx.now());
  await ctx.db.update(integrations).set({ reconcile: null, offersReadAt: begun }).where(mine);
  run.count("drifts", reading.drifts);
}

function isDue({ ctx, integration }: Run): boolean {
  const last = integration.row.offersReadAt;
  return !last || ctx.now().getTime() - last.getTime() >= integration.settings.stock.reconcileMinutes * 60_000;
}
