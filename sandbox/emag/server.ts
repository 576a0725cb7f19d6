import { createEmagTwin } from "./twin";

/** The twin as a process of its own; see `SANDBOX_*` below for all it reads from the environment. */
const { SANDBOX_PORT = "0", SANDBOX_STATE_FILE, SANDBOX_SETTINGS = "{}", SANDBOX_EXIT_WITH_PARENT } = process.env;

const twin = createEmagTwin(JSON.parse(SANDBOX_SETTINGS), { stateFile: SANDBOX_STATE_FILE });
const port = await twin.start(Number(SANDBOX_PORT));
console.log(JSON.stringify({ ready: true, name: "emag", port }));

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
