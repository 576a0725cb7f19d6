import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type Figure, figureOf } from "./figure";

/** Every bench, each run in a process of its own so that its memory and its database are nobody else's. */
const benches: Record<string, { file: string; about: string }> = {
  mapping: { file: "mapping", about: "one Sales Order built by a mapping" },
  orders: { file: "orders", about: "a backlog from eMAG into the ERP: calls, statements, own seconds" },
  calls: { file: "calls", about: "own seconds of the same calls with nothing around them" },
  latency: { file: "latency", about: "eMAG's call to the Sales Order, against the calls' own time" },
  workers: { file: "workers", about: "1, 2 and 4 workers: throughput, and one seller beside another's backlog" },
  memory: { file: "memory", about: "what a process holds over hours of simulated time" },
  stock: { file: "stock", about: "a stock pass over 100,000 items: calls, seconds at the limit, memory" },
  list: { file: "order-list", about: "the orders list with a year of a busy seller" },
  growth: { file: "growth", about: "what an order costs as orders and sellers in the database grow" },
  retention: { file: "retention", about: "what a year weighs, and what taking old rows away costs" },
  dev: {
    file: "dev-loop",
    about: "npm run dev: from a saved file to the screen and to the worker; edits two sources and restores them",
  },
  idle: { file: "idle", about: "what doing nothing costs as sellers and orders grow" },
};

const usage = () =>
  [
    "npm run bench -- NAME [its arguments] | all",
    ...Object.entries(benches).map(([name, { about }]) => `  ${name}: ${about}`),
  ].join("\n");

/** Runs one and shows what it prints; resolves to its figures, and fails when it does. */
async function run(file: string, args: string[]): Promise<Figure[]> {
  const child = spawn(process.execPath, ["--import", "tsx", `bench/${file}.ts`, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const figures: Figure[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const figure = figureOf(line);
    if (figure) figures.push(figure);
    else console.log(line);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`bench/${file}.ts ended with ${code}`);
  return figures;
}

const [name = "", ...args] = process.argv.slice(2);
if (name !== "all" && !Object.hasOwn(benches, name)) {
  console.log(usage());
  process.exit(name ? 1 : 0);
}
const rows: string[] = [];
let failed = false;
for (const [one, { file }] of Object.entries(benches).filter(([known]) => name === "all" || known === name)) {
  console.log(`\n${one}`);
  const command = ["npm run bench --", one, ...args].join(" ");
  try {
    for (const { goal, figure, met } of await run(file, args))
      rows.push(`| ${goal} | ${figure} | ${met === null ? "" : met ? "yes" : "no"} | \`${command}\` |`);
  } catch (error) {
    failed = true;
    rows.push(`| ${one} | ${error instanceof Error ? error.message : error} | no | \`${command}\` |`);
  }
}
console.log(["\n| goal | figure | met | command |", "| --- | --- | --- | --- |", ...rows].join("\n"));
process.exit(failed ? 1 : 0);
