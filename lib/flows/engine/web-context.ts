import { database } from "@/lib/db/client";
import type { FlowContext } from "@/lib/flows/engine/context";
import { processContext } from "@/lib/flows/engine/process-context";
import { type Jobs, openJobs } from "@/lib/jobs";

const shared = globalThis as { megzoJobs?: Promise<Jobs> };

type Asker = { email: string; seller: { id: string } | null };

/**
 * The context of a web request. Somebody of a seller reaches that seller's rows alone, by row-level security;
 * staff and the engine, who work for all sellers, reach every row.
 */
export function webContext(asker: Asker | "engine"): FlowContext {
  if (asker === "engine") return processContext("engine");
  const ctx = processContext(asker.email);
  return asker.seller ? { ...ctx, db: database().forTenant(asker.seller.id) } : ctx;
}

/** The process's handle on the queue, opened at first use. */
export function webJobs(): Promise<Jobs> {
  shared.megzoJobs ??= openJobs(processContext("engine").sql);
  return shared.megzoJobs;
}
