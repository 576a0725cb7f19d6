import type { FlowContext } from "@/lib/flows/context";
import { processContext } from "@/lib/flows/process-context";
import { type Jobs, openJobs } from "@/lib/jobs";

const shared = globalThis as unknown as { megzoJobs?: Promise<Jobs> };

/** The context of a web request; `actor` is the person's e-mail, or `engine`. */
export function webContext(actor: string): FlowContext {
  return processContext(actor);
}

/** The process's handle on the queue, opened at first use. */
export function webJobs(): Promise<Jobs> {
  shared.megzoJobs ??= openJobs(processContext("engine").sql);
  return shared.megzoJobs;
}
