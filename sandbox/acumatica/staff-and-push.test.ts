import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type OpenTwin, openTwin, orderBody } from "@/sandbox/acumatica/client";

async function openFor(settings: object): Promise<OpenTwin> {
  const open = await openTwin(settings);
  onTestFinished(() => open.twin.stop());
  await open.login();
  return open;
}

/** A receiver that answers the first `refuse` posts with 500. */
async function receiver(refuse = 0) {
  const posts: { text: string; header: unknown }[] = [];
  const server = createServer((request, answer) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      posts.push({ text, header: request.headers["x-megzo"] });
      answer.writeHead(posts.length <= refuse ? 500 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const target = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    headerName: "x-megzo",
    headerValue: "secret",
    queries: ["EMAG-Stock", "EMAG-Shipments", "EMAG-Invoices"],
  };
  return { posts, target, read: () => posts.map((post) => JSON.parse(post.text) as Record<string, unknown>) };
}

test("the staff takes an open order to an attached PDF by itself, and leaves held and cancelled ones alone", async () => {
  const quick = {
    enabled: true,
    shipAfter: 0.1,
    confirmAfter: 0.1,
    invoiceAfter: 0.1,
    releaseAfter: 0.1,
    attachAfter: 0.1,
  };
  const open = await openFor({ staff: quick });
  await open.call("PUT", "SalesOrder", orderBody({ Hold: true, CustomerOrder: "held" }));
  await open.call("PUT", "SalesOrder", orderBody());
  await expect.poll(() => open.twin.state.files.length, { timeout: 5000 }).toBe(1);
  expect(open.twin.state.files[0]?.filename).toBe("Invoices (Invoice, INV000046)\\INV000046.pdf");
  expect(open.twin.state.salesOrders.map((order) => order.values.Status)).toEqual(["On Hold", "Completed"]);
});

test("a notification carries padded flat rows, one static header, and a TimeStamp beyond 2^53 (§8.3)", async () => {
  const { posts, target, read } = await receiver();
  const open = await openFor({ push: [target] });
  await open.call("PUT", "SalesOrder", orderBody());
  await expect.poll(() => posts.length).toBe(1);
  expect(posts[0]?.header).toBe("secret");
  expect(posts[0]?.text).toMatch(/"TimeStamp":6\d{17},/);
  const [stock] = read();
  expect(stock).toMatchObject({ Query: "EMAG-Stock", CompanyId: "PROD" });
  expect(stock?.Inserted).toEqual([
    expect.objectContaining({ InventoryID: "CHAIR-01            ", Warehouse: "MAIN      ", QtyAvail: 77 }),
  ]);
  expect(stock?.Deleted).toEqual([expect.objectContaining({ QtyAvail: 80 })]);
});

test("shipment, invoice and attachment notify their queries; one transaction has one Id (§8.3)", async () => {
  const { target, read } = await receiver();
  const open = await openFor({ push: [target] });
  await open.call("PUT", "SalesOrder", orderBody());
  for (const step of ["ship", "confirm", "invoice", "release", "attach"]) {
    await open.control("POST", `staff/${step}`, { orderType: "EM", orderNbr: "EM000001" });
  }
  await expect.poll(() => read().filter((n) => n.Query === "EMAG-Invoices").length).toBe(3);
  const released = read().filter((n) => n.Query === "EMAG-Invoices");
  expect(released.at(-1)?.Inserted).toEqual([
    { RefNbr: "INV000046      ", DocType: "Invoice", Status: "Open", OrderType: "EM", OrderNbr: "EM000001       " },
  ]);
  const shipped = read()
    .filter((n) => n.Query === "EMAG-Shipments")
    .map((n) => n.Id);
  expect(read().some((n) => n.Query === "EMAG-Stock" && shipped.includes(n.Id))).toBe(true);
});

test("an error answer is tried again, five times at most (§8.4)", async () => {
  const { posts, target } = await receiver(99);
  const open = await openFor({ push: [target], pushRetrySeconds: 0.02 });
  await open.control("PUT", "stock", { inventoryId: "CHAIR-01", warehouseId: "MAIN", onHand: 5 });
  await expect.poll(() => posts.length).toBe(5);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(posts).toHaveLength(5);
});

test("Inserted and Deleted can come apart and twice (§10.4.10)", async () => {
  const { posts, target } = await receiver();
  const open = await openFor({ push: [target], pushSplit: true, pushDuplicate: true });
  await open.control("PUT", "stock", { inventoryId: "CHAIR-01", warehouseId: "MAIN", onHand: 5 });
  await expect.poll(() => posts.length).toBe(4);
});

test("as a process it says one line when ready, keeps its state, and goes with its parent", {
  timeout: 60_000,
}, async () => {
  const file = join(mkdtempSync(join(tmpdir(), "erp-twin-")), "state.json");
  const start = async () => {
    const env = { ...process.env, SANDBOX_PORT: "0", SANDBOX_STATE_FILE: file, SANDBOX_EXIT_WITH_PARENT: "1" };
    const child = spawn(process.execPath, ["--import", "tsx", "sandbox/acumatica/server.ts"], { env });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return { child, ready: JSON.parse(String(line)) as { ready: boolean; name: string; port: number } };
  };
  const stocked = { method: "PUT", body: JSON.stringify({ inventoryId: "CHAIR-01", warehouseId: "MAIN", onHand: 42 }) };
  const first = await start();
  expect(first.ready).toMatchObject({ ready: true, name: "acumatica" });
  await fetch(`http://127.0.0.1:${first.ready.port}/_sandbox/stock`, stocked);
  first.child.kill("SIGTERM");
  await once(first.child, "exit");
  expect(readFileSync(file, "utf8")).toContain('"onHand":"42"');
  const second = await start();
  const state = await (await fetch(`http://127.0.0.1:${second.ready.port}/_sandbox/state`)).json();
  expect(state.stock[0]).toMatchObject({ inventoryId: "CHAIR-01", onHand: "42" });
  second.child.stdin.end();
  expect(await once(second.child, "exit")).toEqual([0, null]);
});
