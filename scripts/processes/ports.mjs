import { createServer } from "node:net";

const tryListen = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve({ error }));
    server.listen({ port, host }, () => {
      const taken = server.address().port;
      server.close(() => resolve({ port: taken }));
    });
  });

/**
 * Whether nothing listens on this port of the machine itself. Both loopback addresses count: `localhost` may mean either.
 * A machine without IPv6 has only one of them.
 */
export async function portIsFree(port) {
  const [four, six] = [await tryListen(port, "127.0.0.1"), await tryListen(port, "::1")];
  return !four.error && six.error?.code !== "EADDRINUSE";
}

/** The preferred port when it is free, otherwise one that the system chooses. */
export async function freePort(preferred) {
  if (preferred && (await portIsFree(preferred))) return preferred;
  const { port, error } = await tryListen(0, "127.0.0.1");
  if (error) throw error;
  return port;
}
