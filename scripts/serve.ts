import { networkInterfaces } from "node:os";
import { parseArgs } from "node:util";
import { checkEnvironment } from "@/lib/env";

/** Every address of this machine, of the newer kind too where it has one. */
const everywhere = () =>
  Object.values(networkInterfaces()).some((list) => list?.some(({ family }) => family === "IPv6")) ? "::" : "0.0.0.0";

/** The web server on `PORT`, once its environment is known to be complete; `-H` narrows it to one address. */
async function serve(): Promise<void> {
  const { values } = parseArgs({
    options: { hostname: { type: "string", short: "H" }, port: { type: "string", short: "p" } },
  });
  checkEnvironment("serve");
  process.env.PORT = values.port || process.env.PORT || "3000";
  // A container's engine sets HOSTNAME to a name of its own, by which nobody outside finds it.
  process.env.HOSTNAME = values.hostname || everywhere();
  await import(new URL("../server.js", import.meta.url).href);
}

serve().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
