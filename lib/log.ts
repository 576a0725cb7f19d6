import pino, { type Logger } from "pino";

let root: Logger | null = null;

/** One structured log per process, on standard error; callers pass ids and codes, never bodies. */
export function log(): Logger {
  root ??= pino(
    {
      level: process.env.LOG_LEVEL || "info",
      base: undefined,
      redact: {
        paths: ["password", "credentials", "token", "*.password", "*.credentials", "*.token"],
        censor: "[secret]",
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
  return root;
}
