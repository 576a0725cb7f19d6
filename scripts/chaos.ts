import { setTimeout as sleep } from "node:timers/promises";
import { type Books, countCalls, readBooks, readHistory } from "./chaos/books";
import { type Crew, startCrew } from "./chaos/crew";
import { endFaults, readHits, startFaults, sumOf } from "./chaos/faults";
import { gauge, judgeLoad, readLoad } from "./chaos/gauge";
import { type Options, readOptions } from "./chaos/options";
import { begin, loseSessions, openOf, placeOrders, pressRetry } from "./chaos/people";
import { type Plan, planRun } from "./chaos/plan";
import { printReport } from "./chaos/report";
import { type Finding, judge } from "./chaos/verdict";
import { startWorld, type World } from "./chaos/world";

const progressEveryMs = 10_000;
const settleSeconds = 900;

type Doings = ReturnType<typeof begin>;

/** Lets everything go wrong at once, then compares the books of both systems with ours, order by order. */
async function main(words: string[]): Promise<number> {
  const options = readOptions(words);
  const plan = planRun(options);
  const world = await startWorld(options);
  const interrupted = new Promise<never>((_, reject) =>
    process.once("SIGINT", () => reject(new Error("interrupted"))).once("SIGTERM", () => reject(new Error("ended"))),
  );
  interrupted.catch(() => {});
  const crew = startCrew(world.env, options.workers);
  try {
    const clean = await Promise.race([run(options, plan, world, crew), interrupted]);
    if (options.keep) {
      console.log(`\n${world.databaseUrl}`);
      for (const { slug, twins } of world.shops) console.log(`${slug}  ${twins.emag.url}  ${twins.acumatica.url}`);
      console.log("Ctrl-C ends it all.");
      await interrupted.catch(() => {});
    }
    return clean ? 0 : 1;
  } finally {
    await crew.stop();
    await world.stop();
  }
}

async function run(options: Options, plan: Plan, world: World, crew: Crew): Promise<boolean> {
  const started = Date.now();
  const doings = begin();
  let over = false;
  const watching = watch(world, doings, crew, () => over);
  const gauged = gauge(world, doings, crew, () => !doings.running);
  const desk = pressRetry(world, doings, () => over);
  await startFaults(world, plan.faults);
  const sessions = loseSessions(world, doings);
  await Promise.all([placeOrders(world, plan, doings), killWorkers(world, plan, doings, crew)]);
  doings.stop();
  const sessionsLost = await sessions;
  const calls = await countCalls(world);
  const hits = await endFaults(world);
  const chaosSeconds = (Date.now() - started) / 1000;
  const samples = await gauged;
  const settled = await settle(world, doings);
  const { closed, unseen } = await openOf(world, doings);
  const load = readLoad(samples, doings.placed - closed - unseen);
  over = true;
  await Promise.all([watching, desk]);
  await crew.stop();
  const books: Books[] = [];
  for (const shop of world.shops) books.push(await readBooks(world.ctx, shop));
  const findings = books.flatMap(judge);
  const seconds = (Date.now() - started) / 1000;
  await printReport({
    options,
    plan,
    world,
    crew,
    doings,
    books,
    findings,
    hits,
    calls,
    sessionsLost,
    seconds,
    chaosSeconds,
    load,
  });
  await printHistories(world, findings);
  const broken = options.minutes === null ? [] : judgeLoad(load);
  for (const line of broken) console.log(line);
  return settled && findings.length === 0 && broken.length === 0;
}

/** Each death comes so long after so many finished orders as planned. */
async function killWorkers(world: World, { kills }: Plan, doings: Doings, crew: Crew): Promise<void> {
  for (const { afterFinished, delayMs, victim } of kills) {
    while ((await finishedOf(world, doings)) < afterFinished) await sleep(1000);
    await sleep(delayMs);
    await crew.kill(victim);
  }
}

async function finishedOf(world: World, doings: Doings): Promise<number> {
  const { closed, unseen } = await openOf(world, doings);
  return closed + unseen;
}

/** Waits until nothing is open any more, but not for ever. */
async function settle(world: World, doings: Doings): Promise<boolean> {
  for (const until = Date.now() + settleSeconds * 1000; Date.now() < until; await sleep(1000)) {
    const { closed, unseen, blocked } = await openOf(world, doings);
    // One more look at the blocked ones: the desk may still have something to press.
    if (closed + unseen >= doings.placed && !(blocked > 0 && (await canPress(world)))) return true;
  }
  console.log(`not settled within ${settleSeconds} s`);
  return false;
}

async function canPress({ ctx }: World): Promise<boolean> {
  const rows =
    await ctx.sql`select 1 from steps where state = 'blocked' and problem->>'code' = 'parcel-unknown' limit 1`;
  return rows.length > 0;
}

async function watch(world: World, doings: Doings, crew: Crew, ended: () => boolean): Promise<void> {
  const started = Date.now();
  for (let last = 0; !ended(); await sleep(500)) {
    if (Date.now() - started < last + progressEveryMs) continue;
    last = Date.now() - started;
    const hits = await readHits(world).catch(() => null);
    if (!hits) continue;
    const { received, closed, blocked, inDoubt } = await openOf(world, doings);
    const words = [`${Math.round(last / 1000)} s`, `placed ${doings.placed}`, `received ${received}`];
    words.push(`finished ${closed}`, `in doubt ${inDoubt}`, `blocked ${blocked}`, `kills ${crew.kills()}`);
    console.log([...words, `faults ${sumOf(hits)}`].join(" · "));
  }
}

/** The whole story of the first few orders that went wrong. */
async function printHistories(world: World, findings: Finding[]): Promise<void> {
  const ids = [...new Set(findings.map(({ id }) => id))];
  for (const id of ids.slice(0, 20)) {
    const mine = findings.filter((one) => one.id === id);
    console.log(`\n${id} ${mine.map(({ breach, text }) => `${breach}: ${text}`).join("; ")}`);
    const orderId = mine[0]?.orderId;
    if (orderId) console.log(await readHistory(world.ctx, orderId));
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
