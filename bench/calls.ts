import { spawn } from "node:child_process";
import { once } from "node:events";
import { openOutbound } from "@/lib/outbound";
import { report } from "./figure";

/**
 * What the calls of 1,000 orders alone cost this process: the same number of requests through the one door to the outside,
 * five at a time, with bodies of an order's size, and nothing else. `npx tsx bench/calls.ts [calls of an order]`.
 */
const [callsOfAnOrder = 3.13] = process.argv.slice(2).map(Number);
const orders = 1000;
const atOnce = 5;

const answering = `require("node:http").createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200, { "content-type": "application/json" })
    .end(JSON.stringify({ isError: false, results: ["y".repeat(5000)] })));
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
const server = spawn(process.execPath, ["-e", answering], { stdio: ["ignore", "pipe", "inherit"] });
const [port] = await once(server.stdout, "data");
const host = `127.0.0.1:${String(port).trim()}`;
const http = openOutbound([host]);

async function call(): Promise<void> {
  const body = JSON.stringify({ data: "b".repeat(2000) });
  const headers = { "content-type": "application/json" };
  const answer = await http({ method: "POST", url: `http://${host}/order`, headers, body, timeoutMs: 5000 });
  JSON.parse(answer.text());
}

for (let n = 0; n < 500; n += 1) await call();
const before = process.cpuUsage();
const each = Math.round((orders * callsOfAnOrder) / atOnce);
const lane = async () => {
  for (let n = 0; n < each; n += 1) await call();
};
await Promise.all(Array.from({ length: atOnce }, lane));
const { user, system } = process.cpuUsage(before);
server.kill();
report({
  goal: `CPU of 1,000 orders' calls alone, ${callsOfAnOrder} each`,
  figure: `${((user + system) / 1e6).toFixed(1)} s`,
  met: null,
});
process.exit(0);
