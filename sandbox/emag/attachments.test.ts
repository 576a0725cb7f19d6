import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Harness, startHarness, startSite } from "./harness";

const pdf = Buffer.from("%PDF-1.4 invoice");
const asked: { url: string; authorization: string | undefined }[] = [];
let emag: Harness;
let site: Awaited<ReturnType<typeof startSite>>;
beforeAll(async () => {
  emag = await startHarness({ attachmentFetchDelaySeconds: 0 });
  site = await startSite((request, response) => {
    asked.push({ url: request.url ?? "", authorization: request.headers.authorization });
    if (request.url?.includes("moved")) response.writeHead(302, { location: "/invoice.pdf" }).end();
    else if (request.url?.includes("gone")) response.writeHead(404).end("no");
    else response.writeHead(200, { "content-type": "application/pdf" }).end(pdf);
  });
});
beforeEach(async () => {
  await emag.control("reset");
  await emag.control("settings", { attachmentFetch: "async", rejectUnreachable: false }, "PUT");
  asked.length = 0;
});
afterAll(async () => {
  await emag.stop();
  site.close();
});

async function attach(change: object = {}) {
  const id = await emag.order({}, true);
  const entity = {
    order_id: id,
    order_type: 3,
    name: "Factura 1",
    url: `${site.origin}/invoice.pdf`,
    type: 1,
    ...change,
  };
  return { id, entity, answer: await emag.wire("order/attachments/save", { data: [entity] }) };
}

const fetches = () => emag.twin.state.attachments.flatMap((a) => a.fetches);

test("§5.1 eMAG pulls the file itself, without credentials, and the twin keeps its hash", async () => {
  const { id, answer } = await attach();
  expect(answer.json).toEqual({ isError: false, messages: [], errors: [], results: [] });
  await expect.poll(fetches).toHaveLength(1);
  expect(asked).toEqual([{ url: "/invoice.pdf", authorization: undefined }]);
  const sha256 = createHash("sha256").update(pdf).digest("hex");
  expect(fetches()[0]).toMatchObject({ status: 200, contentType: "application/pdf", isPdf: true, size: 16, sha256 });
  const { json } = await emag.wire("order/attachments/read", { order_id: id, order_type: 3 });
  expect(json.results).toMatchObject([{ order_id: String(id), type: 1, name: "Factura 1", visibility: "public" }]);
});

test("§5.2 a known URL is not fetched again unless forced; another URL is another document", async () => {
  const { entity } = await attach();
  await expect.poll(fetches).toHaveLength(1);
  await emag.wire("order/attachments/save", { data: [entity] });
  await emag.wire("order/attachments/save", { data: [{ ...entity, force_download: 1 }] });
  await expect.poll(fetches).toHaveLength(2);
  expect(emag.twin.state.attachments).toHaveLength(1);
  await emag.wire("order/attachments/save", { data: [{ ...entity, url: `${site.origin}/other.pdf` }] });
  expect(emag.twin.state.attachments).toHaveLength(2);
});

test.each([
  ["§5.6 order_id", { order_id: undefined }, "ERROR: order_id este necesar pentru fiecare atasament"],
  ["§5.6 order_type", { order_type: undefined }, "ERROR: order_type este necesar"],
  ["§5.2 the order's real type", { order_type: 2 }, "ERROR: order_type does not match the order"],
  ["§5.3 the .pdf extension", { url: "https://files.example.ro/i/1" }, "ERROR: The document must be a PDF"],
  ["§5.2 the name's length", { name: "x".repeat(61) }, "ERROR: name must have between 1 and 60 characters"],
  ["§5.2 the type", { type: 2 }, "ERROR: Invalid attachment type"],
])("a save is refused for %s", async (_, change, message) => {
  expect((await attach(change)).answer.json).toMatchObject({ isError: true, messages: [message] });
});

test("§5.6 a body that is no list is refused with the order_id message", async () => {
  const { json } = await emag.wire("order/attachments/save", { order_id: 1 });
  expect(json.messages).toEqual(["ERROR: order_id este necesar pentru fiecare atasament"]);
});

test("§5.6 an unreachable file: kept, or missing later, or refused at once, as switched", async () => {
  await attach({ url: `${site.origin}/gone.pdf` });
  await expect.poll(fetches).toMatchObject([{ status: 404, isPdf: false }]);
  await emag.control("settings", { rejectUnreachable: true }, "PUT");
  expect((await attach({ url: `${site.origin}/gone.pdf` })).answer.json.isError).toBe(false);
  await expect.poll(() => emag.twin.state.attachments.length).toBe(1);
  await emag.control("settings", { attachmentFetch: "sync" }, "PUT");
  expect((await attach({ url: `${site.origin}/moved.pdf` })).answer.json.isError).toBe(true);
  expect((await attach()).answer.json.isError).toBe(false);
  expect(emag.twin.state.attachments).toHaveLength(2);
});

test("§5.3 a redirect is not followed unless switched on, and what is too large is no document", async () => {
  const moved = { url: `${site.origin}/moved.pdf` };
  await attach(moved);
  await expect.poll(fetches).toMatchObject([{ status: 302, isPdf: false }]);
  await emag.control("settings", { followRedirects: true }, "PUT");
  await attach(moved);
  await expect.poll(fetches).toMatchObject([{}, { status: 200, isPdf: true }]);
  await emag.control("settings", { followRedirects: false, rejectUnreachable: true, attachmentFetch: "sync" }, "PUT");
  expect((await attach()).answer.json.isError).toBe(false);
  await emag.control("settings", { maxBytes: pdf.length - 1 }, "PUT");
  expect((await attach()).answer.json.isError).toBe(true);
  await emag.control("settings", { maxBytes: 10_485_760 }, "PUT");
});

test("§5.4 a document before the order is finalised is refused where the account wants it so", async () => {
  await emag.control("settings", { requireFinalizedOrder: true }, "PUT");
  expect((await attach()).answer.json.isError).toBe(true);
  await emag.control("settings", { requireFinalizedOrder: false }, "PUT");
  expect((await attach()).answer.json.isError).toBe(false);
});
