import { readFile } from "node:fs/promises";
import { verifyAudit } from "@/lib/db/audit";
import { database } from "@/lib/db/client";
import type { ConfigurationProblem } from "@/lib/domain/connections/configuration";
import { checkEnvironment, env } from "@/lib/env";
import { findIntegration } from "@/lib/flows/connections/find-integration";
import { countOrders } from "@/lib/flows/counts/count-orders";
import { relinkOrders } from "@/lib/flows/counts/relink-orders";
import { processContext } from "@/lib/flows/engine/process-context";
import { applyConfiguration } from "@/lib/flows/operations/apply-configuration";
import { checkConfiguration } from "@/lib/flows/operations/check-configuration";
import { exportConfiguration } from "@/lib/flows/operations/export-configuration";
import { rotateKeys } from "@/lib/flows/operations/rotate-keys";
import { tick } from "@/lib/flows/schedule/tick";
import { openJobs } from "@/lib/jobs";
import { backUp, rehearse } from "./postgres/backup";
import { billOfMaterials, licences } from "./supply-chain/supply-chain.mjs";

const usage = `megzo config apply FILE [--json]   create or update what FILE describes
megzo config check FILE            the same checks, nothing written
megzo config export                the current configuration, secrets left out
megzo audit verify                 recomputes the record of changes, seller by seller
megzo backup FILE                  dumps the database, and notes beside the dump what is in it
megzo rehearse FILE                restores that dump into a database of its own, checks it and drops it again
megzo keys rotate                  seals every secret with the first of ENCRYPTION_KEYS, while the product runs
megzo sbom                         every package that runs in production, as CycloneDX
megzo licences                     the same, by licence
megzo tick                         one pass of the engine
megzo count INTEGRATION            eMAG orders, links and Sales Orders of the last days, counted against each other
megzo relink INTEGRATION           finds existing Sales Orders again after our rows were lost; creates none

INTEGRATION is an id, or seller-slug.integration-slug.`;

class Stop extends Error {}

async function main(words: string[]): Promise<void> {
  const flags = words.filter((word) => word.startsWith("--"));
  const [noun, verb, file] = words.filter((word) => !word.startsWith("--"));
  if (noun === "tick") {
    checkEnvironment("megzo");
    const ctx = processContext("engine");
    print(await tick(ctx, await openJobs(ctx.sql), env("TICK_BUDGET_SECONDS")));
  } else if ((noun === "count" || noun === "relink") && verb) {
    checkEnvironment("megzo");
    const ctx = processContext("command line");
    const integrationId = await findIntegration(ctx, verb);
    if (!integrationId) throw new Stop(`There is no integration "${verb}".`);
    print(await (noun === "count" ? countOrders : relinkOrders)(ctx, { integrationId }));
  } else if (noun === "audit" && verb === "verify") {
    checkEnvironment("megzo");
    await verify();
  } else if (noun === "backup" && verb) {
    checkEnvironment("megzo");
    const tables = Object.values(await backUp(env("DATABASE_URL"), verb));
    console.log(`${verb}: ${tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${tables.length} tables.`);
  } else if (noun === "rehearse" && verb) {
    checkEnvironment("megzo");
    const wrong = await rehearse(env("DATABASE_URL"), verb, (line) => console.log(line));
    if (wrong.length > 0)
      throw new Stop(`${verb} cannot be relied on:\n${wrong.map((line) => `  ${line}`).join("\n")}`);
    console.log(`${verb} can be restored.`);
  } else if (noun === "keys" && verb === "rotate") {
    checkEnvironment("megzo");
    await rotate();
  } else if (noun === "sbom" || noun === "licences") {
    print(noun === "sbom" ? billOfMaterials() : licences());
  } else if (noun === "config" && verb === "export") {
    checkEnvironment("megzo");
    print(await exportConfiguration(processContext("command line")));
  } else if (noun === "config" && (verb === "apply" || verb === "check") && file) {
    await configure(file, verb === "check", flags.includes("--json"));
  } else {
    throw new Stop(usage);
  }
}

async function verify(): Promise<void> {
  const chains = await verifyAudit(database().db);
  for (const { seller, rows, head, broken } of chains)
    console.log(`${seller ?? "staff"}: ${rows} rows${broken ? "" : `, head ${head}`}`);
  const broken = chains.flatMap(({ seller, broken: at }) =>
    at ? [`  ${seller ?? "staff"}, row ${at.seq}: ${at.why}`] : [],
  );
  if (broken.length > 0) throw new Stop(`The record of changes does not hold:\n${broken.join("\n")}`);
  console.log(
    "Every row follows the one before it. Keep the heads elsewhere: a later run must still pass through them.",
  );
}

async function rotate(): Promise<void> {
  const kinds = await rotateKeys(processContext("command line"));
  for (const { kind, resealed, current } of kinds)
    console.log(`${kind}: ${resealed} sealed again, ${current} were current`);
  const unreadable = kinds.flatMap(({ kind, unreadable: ids }) => ids.map((id) => `  ${kind} ${id}`));
  if (unreadable.length > 0)
    throw new Stop(
      `No key of ENCRYPTION_KEYS opens these; put their key back, or save them anew:\n${unreadable.join("\n")}`,
    );
  console.log("The first key of ENCRYPTION_KEYS opens everything; the others can be taken out.");
}

async function configure(path: string, dryRun: boolean, json: boolean): Promise<void> {
  checkEnvironment("megzo");
  const { configuration, problems } = checkConfiguration(await readJson(path), process.env);
  if (!configuration || problems.length > 0) refuse(path, problems);
  else {
    const result = await applyConfiguration(processContext("command line"), configuration, { dryRun });
    if (result.problems.length > 0) refuse(path, result.problems);
    else if (dryRun) console.log(`${path} is in order; nothing was written.`);
    else if (json) print(result.applied);
    else
      console.log(`${path} is applied: ${result.applied?.sellers.map(({ slug }) => slug).join(", ") || "no sellers"}.`);
  }
}

function refuse(path: string, problems: ConfigurationProblem[]): never {
  const lines = problems.map((problem) => `  ${problem.path}  ${problem.message}`);
  throw new Stop(
    `${path} has ${problems.length} problem${problems.length === 1 ? "" : "s"}; nothing was written.\n${lines.join("\n")}`,
  );
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new Stop(`${path} cannot be read.`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Stop(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function print(value: unknown): void {
  console.log(JSON.stringify(value, null, 2));
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(async () => {
    if (process.env.DATABASE_URL) await database().close();
  });
