import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type OpenTwin, openTwin, orderBody, wrap } from "@/sandbox/acumatica/client";

let open: OpenTwin;
beforeEach(async () => {
  open = await openTwin();
  await open.login();
});
afterEach(() => open.twin.stop());

const orderType = (name: string, settings: object) =>
  open.control("PUT", "settings", { orderTypes: { [name]: settings } });
const value = (record: Record<string, unknown> | undefined, field: string) =>
  (record?.[field] as { value?: unknown })?.value;

describe("PUT SalesOrder", () => {
  test("numbers the order, keeps scales in the text and hides details nobody expanded (§3.2, §4.5, §10.5)", async () => {
    const plain = await open.call("PUT", "SalesOrder", orderBody());
    expect(value(plain.body, "OrderNbr")).toBe("EM000001");
    expect(plain.body.Details).toEqual([]);
    const full = await open.call("GET", "SalesOrder/EM/EM000001?$expand=Details,ShipToAddress,files");
    expect(full.text).toContain('"OrderQty":{"value":3.000000}');
    expect(full.text).toContain('"UnitPrice":{"value":41.3140}');
    expect(full.text).toContain('"ExtendedPrice":{"value":123.9400}');
    expect(full.text).toContain('"Date":{"value":"2026-03-02T00:00:00+02:00"}');
    expect(full.text).toMatch(/"LastModified":\{"value":"[\d-]+T[\d:]+\.\d{3}\+0[23]:00"\}/);
    expect(full.body).toMatchObject({ Description: {}, custom: {}, files: [], note: { value: "" }, rowNumber: 1 });
    expect(value(full.body, "Status")).toBe("Open");
    expect(Object.keys(full.body).slice(0, 3)).toEqual(["id", "rowNumber", "note"]);
    expect(full.body._links).toEqual({
      self: `/erp/entity/Default/24.200.001/SalesOrder/${full.body.id}`,
      "files:put": `/erp/entity/Default/24.200.001/files/PX.Objects.SO.SOOrderEntry/Document/${full.body.id}/{filename}`,
    });
  });

  test.each([
    [49.99, 3, 41.314, "149.97"],
    [129.9, 5, 107.3554, "649.50"],
    [19.99, 7, 16.5207, "139.92"],
  ])("a shelf price of %d × %d ends at the total of §5.7 with four price decimals", async (_gross, qty, net, total) => {
    const answer = await open.call("PUT", "SalesOrder", orderBody({}, [{ OrderQty: qty, UnitPrice: net }]));
    expect(answer.text).toContain(`"OrderTotal":{"value":${total}00}`);
  });

  test.each([
    [49.99, 3, 41.314, "149.96"],
    [129.9, 5, 107.3554, "649.53"],
  ])("and at %d × %d with two price decimals", async (_gross, qty, net, total) => {
    await open.control("PUT", "settings", { priceDecimals: 2 });
    const answer = await open.call("PUT", "SalesOrder", orderBody({}, [{ OrderQty: qty, UnitPrice: net }]));
    expect(answer.text).toContain(`"OrderTotal":{"value":${total}00}`);
  });

  test("a price without ManualPrice gives way to the price list, an address without its override is ignored (§9.3)", async () => {
    const body = orderBody({ ShipToAddressOverride: false }, [{ ManualPrice: false }]);
    const answer = await open.call("PUT", "SalesOrder?$expand=Details,ShipToAddress", body);
    expect(answer.text).toContain('"UnitPrice":{"value":272.7190}');
    expect(value(answer.body.ShipToAddress as Record<string, unknown>, "City")).toBe("București");
  });

  test("without Hold the order type decides, and it holds (§5.1, §9.3)", async () => {
    const { Hold: _hold, ...body } = orderBody();
    expect(value((await open.call("PUT", "SalesOrder", body)).body, "Status")).toBe("On Hold");
  });

  test("repeated without a key it inserts again; If-None-Match is no guard then (§4.5, §5.6)", async () => {
    for (const _ of [1, 2]) {
      expect((await open.call("PUT", "SalesOrder", orderBody(), { "if-none-match": "*" })).status).toBe(200);
    }
    expect((await open.list("SalesOrder", "CustomerOrder eq '243987112'")).body).toHaveLength(2);
  });

  test("with manual numbering the key is the guard: 412 with If-None-Match, doubled lines without (§4.5)", async () => {
    const body = orderBody({ OrderType: "EC", OrderNbr: "E243987112" });
    expect((await open.call("PUT", "SalesOrder", body, { "if-none-match": "*" })).status).toBe(200);
    expect((await open.call("PUT", "SalesOrder", body, { "if-none-match": "*" })).status).toBe(412);
    const again = await open.call("PUT", "SalesOrder?$expand=Details", body);
    expect(again.body.Details).toHaveLength(2);
    const nameless = await open.call("PUT", "SalesOrder", orderBody({ OrderType: "EC" }));
    expect([nameless.status, (nameless.body.OrderNbr as { error: string }).error]).toEqual([
      422,
      "'Order Nbr.' cannot be empty.",
    ]);
  });

  test("detail rows with an id change, with delete go, and the totals follow (§4.5)", async () => {
    const made = await open.call("PUT", "SalesOrder?$expand=Details", orderBody({}, [{}, { InventoryID: "LAMP-02" }]));
    const [chair, lamp] = made.body.Details as { id: string }[];
    const answer = await open.call("PUT", "SalesOrder?$expand=Details", {
      id: made.body.id,
      Details: [
        { id: chair?.id, ...wrap({ OrderQty: 5 }) },
        { id: lamp?.id, delete: true },
      ],
    });
    expect(answer.body.Details).toHaveLength(1);
    expect(answer.text).toContain('"OrderedQty":{"value":5.000000}');
  });

  test("every bad field is named in the 422 echo and nothing is saved (§4.9, §10.3)", async () => {
    const body = orderBody({ CustomerID: "EMAGXX", ExternalRef: "x".repeat(41) }, [
      { InventoryID: "NOPE" },
      { WarehouseID: "MARS", UOM: "KG" },
    ]);
    body.ShipToAddress = wrap({ State: "Cluj", Country: "RO" });
    const { status, body: echo } = await open.call("PUT", "SalesOrder", body);
    expect(status).toBe(422);
    expect(echo).toMatchObject({
      error: "Inserting  'Sales Order' record raised at least one error. Please review the errors.",
      OrderNbr: { value: "<NEW>" },
      CustomerID: { value: "EMAGXX", error: "'Customer' cannot be found in the system." },
      ShipToAddress: { State: { value: "Cluj", error: expect.any(String) } },
      Details: [
        { InventoryID: { error: "'Inventory ID' cannot be found in the system." } },
        { WarehouseID: { error: expect.any(String) }, UOM: { error: expect.any(String) } },
      ],
    });
    expect((await open.call("GET", "SalesOrder")).body).toEqual([]);
  });

  test("Forbid Duplicates refuses the same number of the same customer, cancelled ones included (§5.6)", async () => {
    await orderType("EM", { forbidDuplicates: true });
    await open.call("PUT", "SalesOrder", orderBody());
    await open.call("POST", "SalesOrder/CancelSalesOrder", { entity: wrap({ OrderType: "EM", OrderNbr: "EM000001" }) });
    const again = await open.call("PUT", "SalesOrder", orderBody());
    expect([again.status, (again.body.CustomerOrder as { error: string }).error]).toEqual([
      422,
      "The same customer order number is used in the EM000001 sales order. Specify another customer order number.",
    ]);
  });

  test("two truly concurrent inserts both pass Forbid Duplicates: it is no unique index (§5.6)", async () => {
    await orderType("EM", { forbidDuplicates: true });
    await open.control("PUT", "settings", { saveSeconds: 0.2 });
    const other = (await open.login({}, false)).cookie;
    const both = [
      open.call("PUT", "SalesOrder", orderBody()),
      open.call("PUT", "SalesOrder", orderBody(), { cookie: other }),
    ];
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
  });

  test("a number that two inserts bring at once is stored once (§9.2)", async () => {
    await open.control("PUT", "settings", { saveSeconds: 0.2 });
    const other = (await open.login({}, false)).cookie;
    const body = orderBody({ OrderType: "EC", OrderNbr: "E1" });
    const both = [open.call("PUT", "SalesOrder", body), open.call("PUT", "SalesOrder", body, { cookie: other })];
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 500]);
  });

  test("a field without write right is dropped and the old value echoed with 200 (§4.5)", async () => {
    await open.control("PUT", "settings", { discardFields: ["ExternalRef"] });
    const answer = await open.call("PUT", "SalesOrder", orderBody());
    expect([answer.status, answer.body.ExternalRef]).toEqual([200, {}]);
  });

  test("an update may be answered with what stood there before it, though it was saved (§4.5)", async () => {
    await open.call("PUT", "SalesOrder", orderBody());
    await open.control("PUT", "settings", { staleEcho: true });
    const keys = { OrderType: { value: "EM" }, OrderNbr: { value: "EM000001" } };
    const echoed = await open.call("PUT", "SalesOrder", { ...keys, Description: { value: "Changed" } });
    expect([echoed.status, echoed.body.Description]).toEqual([200, {}]);
    expect(value((await open.call("GET", "SalesOrder/EM/EM000001")).body, "Description")).toBe("Changed");
  });

  test("shapes that do not match and broken JSON are 400 (§4.8)", async () => {
    expect((await open.call("PUT", "SalesOrder", { ...orderBody(), Details: {} })).body.exceptionMessage).toMatch(
      /input parsing/,
    );
    expect((await open.call("PUT", "SalesOrder", "{")).status).toBe(400);
  });
});

describe("reading", () => {
  test("a list needs the expanded collection in $select too, and shows the fields of its filter (§4.1)", async () => {
    await open.call("PUT", "SalesOrder", orderBody());
    const bare = await open.call("GET", "SalesOrder?$select=OrderNbr&$expand=Details");
    expect(bare.body[0]?.Details).toEqual([]);
    const named = await open.call(
      "GET",
      "SalesOrder?$select=OrderNbr,Details/OrderQty&$expand=Details&$filter=CustomerOrder%20eq%20'243987112'",
    );
    const [line] = (named.body[0]?.Details ?? []) as object[];
    expect(Object.keys(line ?? {})).toEqual(["id", "rowNumber", "note", "OrderQty", "custom", "_links"]);
    expect(Object.keys(named.body[0] ?? {})).toContain("CustomerOrder");
  });

  test("lists come in key order, whatever $orderby says, $skip before $top (§4.1)", async () => {
    for (const CustomerOrder of ["1", "2", "3"]) await open.call("PUT", "SalesOrder", orderBody({ CustomerOrder }));
    const page = await open.call("GET", "SalesOrder?$skip=1&$top=1&$orderby=OrderNbr%20desc");
    expect(page.body.map((order) => value(order, "OrderNbr"))).toEqual(["EM000002"]);
  });

  test("a key that does not exist is 500 NoEntitySatisfiesTheCondition, an empty list is 200 (§4.3)", async () => {
    const absent = await open.call("GET", "SalesOrder/EM/EM999999");
    expect(absent.status).toBe(500);
    expect(absent.body.exceptionType).toBe("PX.Api.ContractBased.NoEntitySatisfiesTheConditionException");
    expect((await open.list("SalesOrder", "OrderNbr eq 'EM999999'")).body).toEqual([]);
  });

  test("an entity without rights is 403, an unknown one 404, POST on the root 405 (§4.8)", async () => {
    await open.control("PUT", "settings", { forbidden: ["SalesOrder"] });
    expect((await open.call("GET", "SalesOrder")).body.message).toContain("Sales Orders (SO301000)");
    expect((await open.call("GET", "Nope")).status).toBe(404);
    expect((await open.call("POST", "Shipment", {})).status).toBe(405);
    expect((await open.call("PUT", "SalesInvoice", {})).status).toBe(403);
  });

  test("an action answers 202 and is polled by its session until 204 (§4.6)", async () => {
    await open.call("PUT", "SalesOrder", orderBody());
    const entity = wrap({ OrderType: "EM", OrderNbr: "EM000001" });
    const posted = await open.call("POST", "SalesOrder/CancelSalesOrder", { entity });
    const location = posted.headers.get("location") ?? "";
    expect([posted.status, location]).toEqual([
      202,
      expect.stringMatching(/^\/erp\/entity\/Default\/24\.200\.001\/SalesOrder\/CancelSalesOrder\/status\//),
    ]);
    const polls = [];
    for (const _ of [1, 2, 3]) polls.push((await open.send("GET", open.origin + location)).status);
    expect(polls).toEqual([202, 202, 204]);
    expect((await open.call("POST", "SalesOrder/CancelSalesOrder", { entity })).status).toBe(500);
    expect((await open.call("POST", "SalesOrder/Nope", { entity })).status).toBe(404);
  });
});

describe("faults", () => {
  test("a dropped create may still have been stored, at once or later (§9.1)", async () => {
    await open.control("POST", "faults", { route: "PUT .*SalesOrder", kind: "drop-after", times: 1 });
    await open.control("POST", "faults", { route: "PUT .*SalesOrder", kind: "late-commit", seconds: 0.3, times: 1 });
    await expect(open.call("PUT", "SalesOrder", orderBody({ CustomerOrder: "1" }))).rejects.toThrow();
    await expect(open.call("PUT", "SalesOrder", orderBody({ CustomerOrder: "2" }))).rejects.toThrow();
    await open.logout();
    expect(open.twin.state.salesOrders).toHaveLength(1);
    await expect.poll(() => open.twin.state.salesOrders.length).toBe(2);
  });
});
