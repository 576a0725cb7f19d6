import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

export type Mailbox = { url: string; letters: string[]; stop(): Promise<void> };

/** A mail server that takes every letter and keeps it as it came over the wire (RFC 5321, what one sender needs of it). */
export async function openMailbox(): Promise<Mailbox> {
  const letters: string[] = [];
  const server = createServer((socket) => converse(socket, letters));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    stop: () => new Promise((done) => server.close(() => done())),
  };
}

function converse(socket: Socket, letters: string[]): void {
  let letter: string[] | null = null;
  let pending = "";
  const say = (line: string) => socket.write(`${line}\r\n`);
  say("220 mailbox");
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    const lines = (pending + chunk.toString("utf8")).split("\r\n");
    pending = lines.pop() ?? "";
    for (const line of lines) {
      if (letter && line === ".") {
        letters.push(letter.join("\n"));
        letter = null;
        say("250 taken");
      } else if (letter) letter.push(line);
      else if (/^DATA/i.test(line)) {
        letter = [];
        say("354 go on");
      } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
      else say("250 mailbox");
    }
  });
}
