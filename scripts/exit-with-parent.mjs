/** Preloaded into long-lived children: when the parent is gone, however it ended, its end of stdin closes and so do they. */
import process from "node:process";
import { isMainThread } from "node:worker_threads";

// A worker thread has a stdin of its own that ends at once.
if (isMainThread) {
  process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume();
  process.stdin.unref?.();
}
