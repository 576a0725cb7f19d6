import { Worker } from "node:worker_threads";
import { expressionBoxSource } from "@/lib/expression-box-source";

/** One expression with what it may read. */
export type BoxCall = { key: string; code: string; scope: Record<string, unknown> };
/** `stopped`: `time`, `memory`, `recursion`, `prototype`, `environment`, `not-a-value`, or `failed` with the language's own words. */
export type BoxResult = { value: string | number | boolean | null } | { stopped: string; detail: string };

const evaluationMs = 500;
/** A call that has not answered by then is killed with its thread: regular expressions never yield. */
const killAfterMs = 1000;
const startMs = 10_000;
const memoryMb = 64;

type Box = { worker: Worker; ready: Promise<void> };
type Answer = { key: string; result: BoxResult };

const shared = globalThis as { megzoExpressionBox?: Box; megzoExpressionTurn?: Promise<unknown> };

function openBox(): Box {
  const worker = new Worker(expressionBoxSource, {
    eval: true,
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 2 },
    workerData: { evaluationMs },
  });
  worker.unref();
  worker.on("error", () => {});
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the expression box did not start")), startMs);
    worker.once("message", () => {
      clearTimeout(timer);
      resolve();
    });
    worker.once("error", reject);
  });
  ready.catch(() => {});
  return { worker, ready };
}

/**
 * Works expressions out in a thread without environment, with 64 MB and half a second each; one that breaks a limit is stopped
 * and named, its thread ended, and the others go on in a fresh one. Never throws for what an expression does.
 */
export function evaluateInExpressionBox(calls: readonly BoxCall[]): Promise<Map<string, BoxResult>> {
  const turn = (shared.megzoExpressionTurn ?? Promise.resolve()).then(() => workThrough(calls));
  shared.megzoExpressionTurn = turn.catch(() => {});
  return turn;
}

async function workThrough(calls: readonly BoxCall[]): Promise<Map<string, BoxResult>> {
  const results = new Map<string, BoxResult>();
  let left = [...calls];
  while (left.length > 0) {
    shared.megzoExpressionBox ??= openBox();
    const box = shared.megzoExpressionBox;
    await box.ready.catch((error: unknown) => {
      shared.megzoExpressionBox = undefined;
      throw error;
    });
    const stopped = await runIn(box.worker, left, results);
    const [current] = left.filter(({ key }) => !results.has(key));
    if (stopped !== null) {
      shared.megzoExpressionBox = undefined;
      await box.worker.terminate();
      if (current) results.set(current.key, { stopped, detail: "" });
    }
    left = left.filter(({ key }) => !results.has(key));
  }
  return results;
}

/** Fills `results` until all are there (null) or the thread had to be given up: says why. */
function runIn(worker: Worker, calls: BoxCall[], results: Map<string, BoxResult>): Promise<string | null> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const end = (why: string | null) => {
      clearTimeout(timer);
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      resolve(why);
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end("time"), killAfterMs);
    };
    const onMessage = ({ key, result }: Answer) => {
      results.set(key, result);
      if (calls.every((call) => results.has(call.key))) end(null);
      else watch();
    };
    const onError = (error: Error & { code?: string }) =>
      end(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "memory" : "failed");
    const onExit = () => end("memory");
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    watch();
    worker.postMessage(calls);
  });
}
