import { afterEach, describe, expect, test } from "vitest";
import { type OpenTwin, openTwin, orderBody } from "@/sandbox/acumatica/client";
import { licenceDelay } from "@/sandbox/acumatica/session/licence";

let open: OpenTwin;
afterEach(() => open?.twin.stop());

describe("the licence's requests per minute (§2.5)", () => {
  test("delay nobody up to half of them, then share out the time that is left", () => {
    expect(licenceDelay(60, 29, 15_000)).toBe(0);
    expect(licenceDelay(60, 30, 15_000)).toBe(500);
    expect(licenceDelay(60, 59, 15_000)).toBe(15_000);
    expect(licenceDelay(60, 60, 15_000)).toBe(15_000);
  });

  test("decline what comes while twenty wait; a sign-out is executed at once", async () => {
    open = await openTwin({ requestsPerMinute: 4 });
    await open.login();
    await open.call("GET", "Warehouse");
    const waiting = Array.from({ length: 20 }, () => open.call("GET", "Warehouse").catch(() => null));
    const answered = Promise.race(waiting).then(() => "answered");
    await expect.poll(async () => (await open.call("GET", "Warehouse")).status).toBe(429);
    expect((await open.logout()).status).toBe(204);
    expect(await Promise.race([answered, Promise.resolve("waiting")])).toBe("waiting");
  });
});

test("archived records are there for PX-ApiArchive: SHOW only (§1.5)", async () => {
  open = await openTwin();
  await open.login();
  const { OrderNbr } = (await open.call("PUT", "SalesOrder", orderBody())).body as Record<string, { value: string }>;
  const number = OrderNbr?.value ?? "";
  await open.control("POST", "archive/SalesOrder", { keys: ["EM", number] });
  const shown = { "PX-ApiArchive": "SHOW" };
  expect((await open.call("GET", `SalesOrder/EM/${number}`)).status).toBe(500);
  expect((await open.call("GET", "SalesOrder")).body).toEqual([]);
  expect((await open.call("GET", `SalesOrder/EM/${number}`, undefined, shown)).status).toBe(200);
  expect((await open.call("GET", "SalesOrder", undefined, shown)).body).toHaveLength(1);
});

test("a custom endpoint is listed to those signed in, and prints with 202 until the PDF is there (§1.2, §7.9)", async () => {
  open = await openTwin({ actionPolls: 1 });
  const names = async () => {
    const { endpoints } = (await open.send<{ endpoints: { name: string }[] }>("GET", `${open.site}/entity`)).body;
    return endpoints.map(({ name }) => name);
  };
  expect(await names()).not.toContain("MEGZO");
  await open.login();
  expect(await names()).toContain("MEGZO");
  await open.call("PUT", "SalesOrder", orderBody());
  await open.control("POST", "staff/all", { orderType: "EM", orderNbr: "EM000001" });
  const state = (await open.control<{ invoices: { ReferenceNbr: string }[] }>("GET", "state")).body;
  const body = { DocumentType: { value: "Invoice" }, ReferenceNumber: { value: state.invoices[0]?.ReferenceNbr } };
  const started = await open.send("POST", `${open.site}/entity/MEGZO/1.0/InvoiceReport`, body);
  expect(started.status).toBe(202);
  const location = `${open.origin}${started.headers.get("location")}`;
  expect((await open.send("GET", location)).status).toBe(202);
  const printed = await open.send("GET", location);
  expect([printed.status, printed.headers.get("content-type"), printed.text.slice(0, 5)]).toEqual([
    200,
    "application/pdf",
    "%PDF-",
  ]);
  expect((await open.call("POST", "InvoiceReport", body)).status).toBe(404);
});
