import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";

const { SANDBOX_PORT, SANDBOX_STATE_FILE, SANDBOX_SETTINGS, SANDBOX_EXIT_WITH_PARENT } = process.env;

const twin = createAcumaticaTwin(JSON.parse(SANDBOX_SETTINGS ?? "{}"), { stateFile: SANDBOX_STATE_FILE });
const port = await twin.start(Number(SANDBOX_PORT ?? 0));
console.log(JSON.stringify({ ready: true, name: "acumatica", port }));

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await twin.stop();
  process.exit(0);
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
if (SANDBOX_EXIT_WITH_PARENT === "1") {
  process.stdin.on("end", stop).on("close", stop).resume();
}
