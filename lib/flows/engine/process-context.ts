import { setTimeout as sleep } from "node:timers/promises";
import { database } from "@/lib/db/client";
import { env } from "@/lib/env";
import type { FlowContext } from "@/lib/flows/engine/context";
import { log } from "@/lib/log";
import { createMailer } from "@/lib/mailer";
import { openOutbound } from "@/lib/outbound";

const shared = globalThis as { megzoHttp?: FlowContext["http"] };

/** What flows are given in a real process: the wall clock, the process's database, outbound HTTP. */
export function processContext(actor: string): FlowContext {
  const { db, sql, forTenant } = database();
  shared.megzoHttp ??= openOutbound(env("ALLOWED_PRIVATE_HOSTS"));
  return {
    db,
    forTenant,
    sql,
    now: () => new Date(),
    random: Math.random,
    sleep: (ms) => sleep(ms),
    http: shared.megzoHttp,
    mailer: createMailer(),
    log: log(),
    appUrl: process.env.APP_URL ? env("APP_URL") : "",
    actor,
  };
}
