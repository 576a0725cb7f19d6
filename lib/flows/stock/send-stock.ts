import { ConnectorError } from "@/lib/connectors/contract";
import { markPublished, markRefused, markUnconfirmed, type StockOffer } from "@/lib/db/stock/offers";
import { mostUrgentFirst } from "@/lib/domain/stock/stock";
import { chunk } from "@/lib/flows/engine/concurrency";
import type { Run } from "@/lib/flows/engine/run";

const batchSize = 50;
/** So many calls are under way at once, so that the channel's latency does not keep us below its rate limit. */
const concurrency = 3;
/** An offer the channel refused is left alone for so long. */
const refusalMinutes = 15;

type Wish = { offer: StockOffer; quantity: number | null; held: boolean };
type Change = { offer: StockOffer; quantity: number };

/**
 * Sends what differs from the last confirmed value, most urgent first, in as few calls as the channel allows. A batch
 * that is refused is halved until the offer that is meant stands alone; the others go on.
 * @returns whether everything was sent before the run's time was up
 * @throws the first ConnectorError that refuses no single offer; the other lanes end their batch first
 */
export async function sendStock(run: Run, wishes: Wish[]): Promise<boolean> {
  const changes = mostUrgentFirst(
    wishes.flatMap(({ offer, quantity, held }): Change[] => {
      if (quantity === null || held || (quantity === offer.published && !offer.unconfirmed)) return [];
      return isCoolingDown(run, offer) ? [] : [{ offer, quantity }];
    }),
  );
  const batches = chunk(changes, batchSize);
  let failure: unknown = null;
  let finished = true;
  const lane = async () => {
    for (let batch = batches.shift(); batch && failure === null; batch = batches.shift()) {
      if (run.outOfTime()) {
        finished = false;
        return;
      }
      try {
        await sendBatch(run, batch);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  if (failure !== null) throw failure;
  return finished;
}

async function sendBatch(run: Run, batch: Change[]): Promise<void> {
  const { ctx, integration } = run;
  await markUnconfirmed(
    ctx.db,
    batch.map(({ offer }) => offer.id),
  );
  try {
    await retryWhenLimited(run, () =>
      integration.channel.pushStock(batch.map(({ offer, quantity }) => ({ offerId: offer.channelOfferId, quantity }))),
    );
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.problem.kind !== "rejected") throw error;
    const [only] = batch;
    if (batch.length === 1 && only) {
      await markRefused(ctx.db, only.offer.id, error.problem, ctx.now());
      run.failed += 1;
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await sendBatch(run, batch.slice(0, middle));
    await sendBatch(run, batch.slice(middle));
    return;
  }
  await markPublished(
    ctx.db,
    batch.map(({ offer, quantity }) => ({ id: offer.id, quantity })),
    ctx.now(),
  );
  run.count("stock", batch.length);
}

/** "Too many" means that nothing was done, and stock is absolute: a call that only came a moment early goes out again. */
async function retryWhenLimited(run: Run, send: () => Promise<void>): Promise<void> {
  for (let left = 2; ; left -= 1) {
    try {
      return await send();
    } catch (error) {
      const limited = error instanceof ConnectorError && error.problem.kind === "limited" ? error.problem : null;
      const seconds = Number(limited?.params.seconds ?? "1");
      if (!limited || left === 0 || seconds > 5 || run.outOfTime()) throw error;
      await run.ctx.sleep(seconds * 1000);
    }
  }
}

function isCoolingDown(run: Run, { refusedAt }: StockOffer): boolean {
  return refusedAt !== null && run.ctx.now().getTime() - refusedAt.getTime() < refusalMinutes * 60_000;
}
