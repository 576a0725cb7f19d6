import type { Books } from "./books";
import type { Crew } from "./crew";
import { type Hits, sumOf } from "./faults";
import type { Load } from "./gauge";
import type { Options } from "./options";
import type { Doings } from "./people";
import type { Plan } from "./plan";
import type { Breach, Finding } from "./verdict";
import type { World } from "./world";

export type Outcome = {
  options: Options;
  plan: Plan;
  world: World;
  crew: Crew;
  doings: Doings;
  /** One for each seller. */
  books: Books[];
  findings: Finding[];
  hits: Hits;
  /** Calls to both systems while the faults were on. */
  calls: number;
  sessionsLost: number;
  seconds: number;
  /** Until the last order was placed and the last worker killed. */
  chaosSeconds: number;
  load: Load;
};

type Line = [name: string, value: string | number];

/** One table with what was done to the system and what became of the orders. */
export async function printReport(outcome: Outcome): Promise<void> {
  const lines = [...done(outcome), ...(await survived(outcome)), ...broken(outcome)];
  const width = Math.max(...lines.map(([name]) => name.length));
  console.log(`\n${lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n")}`);
  for (const [text, count] of outcome.crew.complaints) console.log(`worker, ${count} times: ${text}`);
}

function done(outcome: Outcome): Line[] {
  const { options, books, crew, doings, hits, calls, sessionsLost, seconds, chaosSeconds, load } = outcome;
  const orders = books.flatMap(({ emag }) => emag.orders);
  const cancelled = orders.filter(({ status }) => status === 0).length;
  return [
    ["seed", options.seed],
    ["orders", orders.length],
    ["sellers", options.sellers],
    ["cancelled on eMAG", cancelled],
    ["seconds", `${seconds.toFixed(0)} (${chaosSeconds.toFixed(0)} of them chaos)`],
    ["orders per second", (orders.length / seconds).toFixed(2)],
    ["workers", options.workers],
    ["kills", crew.kills()],
    ["restarts", crew.kills()],
    ["calls under faults", calls],
    ["faults", `${sumOf(hits)} (${((100 * sumOf(hits)) / Math.max(1, calls)).toFixed(1)} % of the calls)`],
    ...[...hits].map(([kind, count]): Line => [`  ${kind}`, count]),
    ["ERP sessions lost", `${sessionsLost} times`],
    ["retries by a person", doings.pressed],
    ["orders open at most, at the end", `${load.deepest}, ${load.left}`],
    ...load.workers.map(
      ({ pid, early, late, most }): Line => [
        `worker ${pid}, MiB: second quarter, last, most`,
        [early, late, most].map((held) => held.toFixed(0)).join(", "),
      ],
    ),
  ];
}

async function survived({ world, books }: Outcome): Promise<Line[]> {
  const [row] = await world.ctx.sql<Record<string, number>[]>`
    select (select count(*)::int from order_links) as links,
      (select count(*)::int from order_links where origin = 'adopted') as adopted,
      (select count(*)::int from parcels) as parcels,
      (select count(*)::int from parcels where origin = 'adopted') as "parcelsAdopted",
      (select count(*)::int from invoices where attached_at is not null) as invoices,
      (select count(*)::int from order_events where kind = 'outcome-unknown') as doubts,
      (select count(*)::int from orders where needs_attention is not null) as attention,
      (select coalesce(max(extract(epoch from finished_at - started_at)), 0)::int from runs) as "longestRun",
      (select coalesce(max(extract(epoch from
        received_at - (placed_at::timestamp at time zone 'Europe/Bucharest'))), 0)::int from orders) as "latest"`;
  return [
    ["longest run, seconds", row?.longestRun ?? 0],
    ["latest order received after, seconds", row?.latest ?? 0],
    ["outcomes unknown", row?.doubts ?? 0],
    ["Sales Orders linked", row?.links ?? 0],
    ["  adopted after doubt", row?.adopted ?? 0],
    ["parcels", row?.parcels ?? 0],
    ["  adopted after doubt", row?.parcelsAdopted ?? 0],
    ["invoices attached", row?.invoices ?? 0],
    ["orders a person should look at", row?.attention ?? 0],
    ["ERP sessions open at the end", books.reduce((sum, { erp }) => sum + erp.sessions.open, 0)],
    ["ERP sessions open at most, of one seller", Math.max(...books.map(({ erp }) => erp.sessions.maxOpen))],
  ];
}

const breaches: Breach[] = [
  "duplicate",
  "loss",
  "second AWB",
  "AWB missing",
  "tracking missing",
  "doubled document",
  "document missing",
  "hash difference",
  "open after cancellation",
  "stuck",
];

function broken({ findings, books }: Outcome): Line[] {
  const stuck = new Map<string, number>();
  for (const { breach, text } of findings) if (breach === "stuck") stuck.set(text, (stuck.get(text) ?? 0) + 1);
  const explained = books
    .flatMap(({ ours }) => ours)
    .flatMap(({ steps }) => steps)
    .filter(({ state }) => state === "blocked").length;
  const unexplained = findings.filter(({ breach, text }) => breach === "stuck" && text.includes("blocked")).length;
  return [
    ...breaches.map((breach): Line => [breach, findings.filter((one) => one.breach === breach).length]),
    ...[...stuck].map(([text, count]): Line => [`  ${text}`, count]),
    ["blocked after a cancellation", explained - unexplained],
  ];
}
