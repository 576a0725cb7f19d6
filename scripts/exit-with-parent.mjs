/** Preloaded into long-lived children: when the parent is gone, however it ended, its end of stdin closes and so do they. */
import process from "node:process";
import { isMainThread } from "node:worker_threads";

// A worker thread has a stdin of its own that ends at once.
if (isMainThread) {
  process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume();
  process.stdin.unref?.();
}
// So have the children that Next starts with the same arguments, to compile with.
const own = process.execArgv.indexOf(import.meta.url);
if (own > 0) process.execArgv.splice(own - 1, 2);
