import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type OpenTwin, openTwin, orderBody, wrap } from "@/sandbox/acumatica/client";

type Record_ = Record<string, { value?: unknown }> & { id: string };

let open: OpenTwin;
const key = { orderType: "EM", orderNbr: "EM000001" };

beforeEach(async () => {
  open = await openTwin({ actionPolls: 0 });
  await open.login();
});
afterEach(() => open.twin.stop());

const lines = [{}, { InventoryID: "SHIPPING", OrderQty: 1, UnitPrice: 16.5207 }];
const create = (over: object = {}) => open.call<Record_>("PUT", "SalesOrder", orderBody({ ...over }, lines));
const staff = (step: string, body: object = {}) => open.control("POST", `staff/${step}`, { ...key, ...body });
const order = async () =>
  (await open.call<Record_ & { Shipments: Record_[] }>("GET", "SalesOrder/EM/EM000001?$expand=Shipments,Details")).body;
const status = async () => (await order()).Status?.value;

const stock = async () => {
  const answer = await open.call("PUT", "StorageDetailsInquiry?$expand=StorageDetails", wrap({ WarehouseID: "MAIN" }));
  const row = (answer.body.StorageDetails as Record_[]).find((r) => r.InventoryID?.value === "CHAIR-01");
  const names = ["QtyOnHand", "QtyAvailable", "QtyAvailableforIssue", "QtyHardAvailable"];
  return names.map((name) => row?.[name]?.value);
};

test("each step moves its own quantity: booked, allocated, shipped, issued (§10.2, §6.1)", async () => {
  expect(await stock()).toEqual([80, 80, 80, 80]);
  await create();
  expect(await stock()).toEqual([80, 77, 80, 80]);
  await staff("ship");
  expect(await stock()).toEqual([80, 77, 80, 77]);
  await staff("confirm");
  expect(await stock()).toEqual([80, 77, 77, 77]);
  await staff("update-in");
  expect(await stock()).toEqual([77, 77, 77, 77]);
});

test("Open → Shipping → Completed; read-only and not to be cancelled in between (§5.4)", async () => {
  await create();
  expect(await status()).toBe("Open");
  await staff("ship");
  expect(await status()).toBe("Shipping");
  const keys = wrap({ OrderType: "EM", OrderNbr: "EM000001" });
  expect((await open.call("PUT", "SalesOrder", { ...keys, ...wrap({ Description: "x" }) })).status).toBe(500);
  expect((await open.call("POST", "SalesOrder/CancelSalesOrder", { entity: keys })).status).toBe(500);
  await staff("confirm");
  expect(await status()).toBe("Completed");
});

test("a part shipped leaves the order in Back Order, and two shipments end in two invoices (§10.4)", async () => {
  await create();
  await staff("ship", { quantities: { "CHAIR-01": 1 } });
  await staff("confirm");
  expect(await status()).toBe("Back Order");
  await staff("ship");
  await staff("confirm");
  expect(await status()).toBe("Completed");
  await staff("invoice", { separate: true });
  const { Shipments } = await order();
  expect(Shipments.map((s) => s.InvoiceNbr?.value)).toEqual(["INV000046", "INV000047"]);
});

test("one invoice may carry several orders of the one customer, and then no CustomerOrder (§7.2)", async () => {
  await create();
  await create({ CustomerOrder: "2" });
  const orders = [key, { orderType: "EM", orderNbr: "EM000002" }];
  for (const step of ["ship", "confirm", "invoice"]) await open.control("POST", `staff/${step}`, { orders });
  const { body } = await open.call<Record_ & { Details: Record_[] }>(
    "GET",
    "SalesInvoice/Invoice/INV000046?$expand=Details",
  );
  expect(body.CustomerOrder).toEqual({});
  const numbers = body.Details.map((line) => line.OrderNbr?.value);
  expect([...new Set(numbers)].sort()).toEqual(["EM000001", "EM000002"]);
});

test("the invoice repeats the order's money, is Balanced as a draft and Open once released (§7.5)", async () => {
  const made = (await create()).body;
  for (const step of ["ship", "confirm", "invoice"]) await staff(step);
  const path = "SalesInvoice/Invoice/INV000046";
  const draft = (await open.call<Record_>("GET", path)).body;
  expect([draft.Status?.value, draft.Amount, draft.TaxTotal, draft.CustomerOrder?.value]).toEqual([
    "Balanced",
    made.OrderTotal,
    made.TaxTotal,
    "243987112",
  ]);
  await staff("release");
  expect((await open.call<Record_>("GET", path)).body.Status?.value).toBe("Open");
  const receivable = (await open.call<Record_>("GET", "Invoice/Invoice/INV000046")).body;
  expect(receivable.Customer?.value).toBe("EMAG");
});

describe("files", () => {
  const files = async (query = "$select=files&$expand=files") =>
    (await open.call("GET", `SalesInvoice/Invoice/INV000046?${query}`)).body.files as {
      filename: string;
      href: string;
    }[];

  beforeEach(async () => {
    await create();
    await staff("all");
  });

  test("the attachment is a real PDF, listed only for lower-case files, downloaded byte for byte (§7.7)", async () => {
    const [file] = await files();
    expect(file?.filename).toBe("Invoices (Invoice, INV000046)\\INV000046.pdf");
    expect(await files("$expand=Files")).toBeUndefined();
    const answer = await fetch(open.origin + file?.href, { headers: { cookie: open.jar.cookie } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    const state = (await open.control<{ files: { sha256: string; size: number }[] }>("GET", "state")).body;
    expect(state.files[0]).toMatchObject({
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
  });

  test("an upload under the same name is a new version under the same id (§7.8)", async () => {
    const [before] = await files();
    const { _links } = (await open.call<{ _links: Record<string, string> }>("GET", "SalesInvoice/Invoice/INV000046"))
      .body;
    const url = open.origin + _links["files:put"]?.replace("{filename}", encodeURIComponent("INV000046.pdf"));
    const answer = await open.send("PUT", url, "%PDF-1.7 new", { "content-type": "application/octet-stream" });
    expect([answer.status, answer.headers.get("location")]).toEqual([204, before?.href]);
    expect((await open.send("GET", open.origin + before?.href)).text).toBe("%PDF-1.7 new");
    expect(await files()).toHaveLength(1);
  });

  test("an unknown file is 500 or 404, as set (§10.1)", async () => {
    const absent = "files/00000000-0000-0000-0000-000000000001";
    expect((await open.call("GET", absent)).status).toBe(500);
    await open.control("PUT", "settings", { fileNotFound: 404 });
    expect((await open.call("GET", absent)).status).toBe(404);
  });

  test("several files, a zero-byte one and a fake PDF can be put there (§10.4.9)", async () => {
    await staff("attach", { filename: "empty.pdf", text: "" });
    await staff("attach", { filename: "fake.pdf", text: "<html>" });
    expect((await files()).map((file) => file.filename.split("\\").at(-1))).toEqual([
      "INV000046.pdf",
      "empty.pdf",
      "fake.pdf",
    ]);
    await open.control("PUT", "settings", { hideFiles: true });
    expect(await files()).toBeUndefined();
  });
});

test("a tracking number goes on the package with its id or LineNbr; without one it adds a box (§4.5, §7.6)", async () => {
  await create();
  await staff("ship");
  await staff("confirm");
  const put = async (box: object) =>
    (
      await open.call<{ Packages: Record_[] }>("PUT", "Shipment?$expand=Packages", {
        ...wrap({ ShipmentNbr: "000001" }),
        Packages: [box],
      })
    ).body.Packages;
  const [box] = await put(wrap({ LineNbr: 1, TrackingNbr: "AWB1" }));
  expect(box?.TrackingNbr?.value).toBe("AWB1");
  expect((await put({ id: box?.id, ...wrap({ TrackingNbr: "AWB2" }) }))[0]?.TrackingNbr?.value).toBe("AWB2");
  expect(await put(wrap({ TrackingNbr: "AWB3" }))).toHaveLength(2);
});

describe("inquiries", () => {
  test("are read with PUT, give results only with $expand, and a GET cannot be optimised (§6.3)", async () => {
    const quiet = await open.call("PUT", "InventorySummaryInquiry", wrap({ InventoryID: "RUG-07" }));
    expect(quiet.body.Results).toEqual([]);
    const loud = await open.call("PUT", "InventorySummaryInquiry?$expand=Results", wrap({ InventoryID: "RUG-07" }));
    expect(loud.body.Results).toHaveLength(2);
    expect(loud.text).toContain('"QtyOnHand":{"value":14.000000}');
    const summed = await open.call(
      "PUT",
      "InventoryQuantityAvailable?$expand=Results",
      wrap({ InventoryID: "RUG-07" }),
    );
    expect(summed.text).toContain('"QtyAvailable":{"value":16.000000}');
    const allocation = await open.call(
      "PUT",
      "InventoryAllocationInquiry",
      wrap({ InventoryID: "RUG-07", WarehouseID: "MAIN" }),
    );
    expect(allocation.text).toContain('"OnHand":{"value":14.000000}');
    expect((await open.call("GET", "StorageDetailsInquiry")).body.exceptionType).toMatch(/CannotOptimizeException$/);
  });

  test("a warehouse-only summary is empty (§6.3)", async () => {
    const answer = await open.call("PUT", "InventorySummaryInquiry?$expand=Results", wrap({ WarehouseID: "MAIN" }));
    expect(answer.body.Results).toEqual([]);
  });

  test("OData writes numbers as strings, pads codes and pages by nextLink (§6.5)", async () => {
    await open.control("PUT", "settings", { odataPageSize: 10 });
    const first = await open.send("GET", `${open.site}/t/PROD/api/odata/gi/EmagStock?$orderby=InventoryID`);
    const [row] = first.body.value as Record<string, string>[];
    expect(row).toMatchObject({
      InventoryID: "BOOK-04             ",
      Warehouse: "MAIN      ",
      QtyAvailable: "120.000000",
    });
    let seen = 0;
    for (let url: unknown = first.body["@odata.nextLink"]; url; ) {
      const page = (await open.send("GET", String(url))).body;
      seen += (page.value as object[]).length;
      url = page["@odata.nextLink"];
    }
    expect(seen).toBe(14);
    await open.control("PUT", "settings", { odataEmpty: ["EmagStock"] });
    expect((await open.send("GET", `${open.site}/t/PROD/api/odata/gi/EmagStock`)).body.value).toEqual([]);
  });

  test("the rows behind the stock are numbers under surrogate keys, their codes come through $expand (§6.6)", async () => {
    const rows = `${open.site}/t/PROD/api/odata/dac/PX_Objects_IN_INSiteStatus`;
    const expand = "$expand=InventoryItemByInventoryID($select=InventoryCD),INSiteBySiteID($select=SiteCD)";
    const all = (await open.send("GET", `${rows}?$select=QtyOnHand,QtyAvail&${expand}`)).body.value as object[];
    expect(all[0]).toEqual({
      QtyOnHand: 120,
      QtyAvail: 120,
      InventoryItemByInventoryID: { InventoryCD: "BOOK-04" },
      INSiteBySiteID: { SiteCD: "MAIN" },
    });
    const page = await open.send(
      "GET",
      `${rows.replace("PX_Objects_IN_", "")}?$top=2&$skip=1&$orderby=InventoryID desc`,
    );
    const keys = (page.body.value as { InventoryID: number }[]).map(({ InventoryID }) => InventoryID);
    expect(keys).toHaveLength(2);
    expect(keys).toEqual([...keys].sort((a, b) => b - a));
    await open.control("PUT", "settings", { forbidden: ["INSiteStatus"] });
    expect((await open.send("GET", rows)).status).toBe(403);
  });
});
