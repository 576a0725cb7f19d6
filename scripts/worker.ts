import { database } from "@/lib/db/client";
import { checkEnvironment } from "@/lib/env";
import { processContext } from "@/lib/flows/engine/process-context";
import { workOnce } from "@/lib/flows/schedule/tick";
import { openJobs } from "@/lib/jobs";
import { openTraceExport } from "@/lib/trace-export";

/** The long-lived worker: heartbeat and jobs, until it is told to stop; what it is working on is finished first. */
async function work(): Promise<void> {
  checkEnvironment("worker");
  const closeTraces = await openTraceExport();
  const ctx = processContext("engine");
  const jobs = await openJobs(ctx.sql);
  let stopping = false;
  const stop = () => {
    stopping = true;
  };
  process.once("SIGTERM", stop).once("SIGINT", stop);
  if (process.env.SANDBOX_EXIT_WITH_PARENT === "1") process.stdin.resume().once("end", stop);
  ctx.log.info("worker started");
  const supervise = setInterval(
    () => void jobs.supervise().catch((err: unknown) => ctx.log.warn({ err }, "supervision failed")),
    5000,
  );
  while (!stopping) {
    await workOnce(ctx, jobs, () => stopping).catch((err: unknown) => ctx.log.error({ err }, "worker pass failed"));
    await ctx.sleep(1000);
  }
  clearInterval(supervise);
  await closeTraces();
  await database().close();
  ctx.log.info("worker stopped");
}

work().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
