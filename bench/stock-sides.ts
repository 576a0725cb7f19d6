import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Both sides of the stock bench as one process of its own, so that the measured one holds only what the product holds:
 * an ERP with `items` items, every hundredth of which has one unit less, and an eMAG that takes three writes a second.
 */
const items = Number(process.argv[2]);
const stamp = "2026-11-22T10:00:00+02:00";
const quantity = (n: number) => 10 + (n % 90) - (n % 100 === 0 ? 1 : 0);

const row = (n: number) => {
  const units = { value: quantity(n) };
  return JSON.stringify({
    id: `00000000-0000-0000-0000-${String(n).padStart(12, "0")}`,
    rowNumber: n,
    InventoryID: { value: `SKU-${n}` },
    LastModifiedDateofWarehouseQty: { value: stamp },
    QtyAvailable: units,
    QtyAvailableforIssue: units,
    QtyHardAvailable: units,
    QtyOnHand: units,
    WarehouseID: { value: "MAIN" },
    custom: {},
  });
};
const feed = Buffer.from(`{"StorageDetails":[${Array.from({ length: items }, (_, n) => row(n)).join(",")}]}`);

const writes: number[] = [];
let offers = 0;
let refused = 0;
let pages = 0;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

const answer = (results: unknown) => JSON.stringify({ isError: false, messages: [], errors: [], results });

const server = createServer(async (request, response) => {
  const text = await bodyOf(request);
  const path = request.url ?? "";
  const json = (body: string | Buffer, status = 200) =>
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  if (path === "/report") return json(JSON.stringify({ writes, offers, refused, pages }));
  if (path.includes("/auth/login")) return response.writeHead(204, { "set-cookie": ".ASPXAUTH=bench; path=/" }).end();
  if (path.includes("/auth/logout")) return response.writeHead(204).end();
  if (path.includes("/StorageDetailsInquiry")) return json(feed);
  if (path.endsWith("/product_offer/read")) {
    pages += 1;
    const { id } = JSON.parse(text) as { id: number };
    return json(answer([{ id, part_number: `SKU-${id}`, status: 1, general_stock: quantity(id) - 2 }]));
  }
  if (!path.endsWith("/offer/save")) return json("{}", 404);
  const now = performance.now();
  if (writes.filter((at) => now - at < 1000).length >= 3) {
    refused += 1;
    return json(JSON.stringify({ message: "API rate limit exceeded" }), 429);
  }
  writes.push(now);
  offers += (JSON.parse(text) as { data: unknown[] }).data.length;
  // What such a call takes there, more or less.
  setTimeout(() => json(answer([])), 400);
});

server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
