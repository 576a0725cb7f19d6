import pino, { type Logger } from "pino";
import { traceIdOf } from "@/lib/domain/trace-id";

/** The only fields a line may carry: ids, codes, counts and an error. Anything else is left out by name. */
const allowed = new Set(
  "err code connection failed failures integration invoice kind listening method ms order path port processed route run seller status step trigger".split(
    " ",
  ),
);

/** One structured log per process, on standard error; callers pass ids and codes, never bodies. */
export function log(): Logger {
  root ??= openLog(pino.destination({ dest: 2, sync: true }));
  return root;
}

let root: Logger | null = null;

/**
 * A log that lets through what is on the list, the trace of the order it names, and of an error everything but the
 * values it was about.
 */
export function openLog(destination: pino.DestinationStream): Logger {
  return pino(
    {
      level: process.env.LOG_LEVEL || "info",
      base: undefined,
      serializers: { err: withoutValues },
      formatters: {
        log: (fields) => {
          const left = Object.keys(fields).filter((name) => !allowed.has(name));
          const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => allowed.has(name)));
          const { order } = fields;
          return {
            ...kept,
            ...(typeof order === "string" && { traceId: traceIdOf(order) }),
            ...(left.length > 0 && { leftOut: left }),
          };
        },
      },
    },
    destination,
  );
}

/**
 * An error's name, code, first line and places in the code. A database error's message holds the row's values after
 * `params:`, and its cause quotes them as `detail`: neither is logged.
 */
function withoutValues(error: unknown): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const message = error.message.split("\nparams:")[0] ?? "";
  const places = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: withoutValues(error.cause) } : {};
  return { type: error.name, message, ...code, stack: places.join("\n"), ...cause };
}
