/** The web server's start: traces, where a collector is named. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { traceUntilStopped } = await import("@/lib/trace-export");
    await traceUntilStopped();
  }
}
