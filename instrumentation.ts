/** The web server's start: traces, where a collector is named. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { openTraces } = await import("@/lib/trace-export");
  const close = await openTraces();
  process.once("SIGTERM", () => void close());
}
