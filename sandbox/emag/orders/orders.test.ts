import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Harness, orderDesk, plainOrder, startHarness } from "../harness";
import { grossTotal } from "./order";

let emag: Harness;
beforeAll(async () => {
  emag = await startHarness();
});
beforeEach(async () => {
  await emag.control("reset");
});
afterAll(() => emag.stop());

const { kept, read } = orderDesk(() => emag);

test("§1.2 wrong credentials are refused with the envelope and the documented message", async () => {
  const answer = await fetch(`${emag.origin}/api-3/order/read`, { method: "POST" });
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ isError: true, messages: ["You are not allowed to use this API."] });
});

test("§1.2 an undeclared address is refused with HTTP 200 by default", async () => {
  await emag.control("settings", { allowedIps: [] }, "PUT");
  const { status, json } = await emag.wire("vat/read");
  expect([status, json.isError, json.messages]).toEqual([200, true, ["ERROR: Invalid vendor ip [127.0.0.1]"]]);
  await emag.control("settings", { allowedIps: null }, "PUT");
});

test("§1.3 filters wrapped in data are ignored and everything comes back", async () => {
  const first = await emag.order(plainOrder);
  await emag.order(plainOrder, true);
  expect(await read({ status: 1 })).toHaveLength(1);
  expect(await read({ data: { status: 1 } })).toHaveLength(2);
  await emag.control("settings", { honourDataWrapperOnRead: true }, "PUT");
  expect((await read({ data: { status: 1 } })).map((row) => row.id)).toEqual([first]);
  await emag.control("settings", { honourDataWrapperOnRead: false }, "PUT");
});

test("§1.4, A.1 pages are capped at 100 and counts are texts", async () => {
  for (let i = 0; i < 120; i++) await emag.order({ lines: [{ sku: "MUG-03", quantity: 1 }] });
  expect(await read({ itemsPerPage: 500 })).toHaveLength(100);
  expect(await read({ itemsPerPage: 50, currentPage: 3 })).toHaveLength(20);
  const { json } = await emag.wire("order/count", { status: 1 });
  expect(json.results).toEqual({ noOfItems: "120", noOfPages: "2", itemsPerPage: "100" });
});

test("§4.2 FBE orders are invisible unless asked for", async () => {
  const seller = await emag.order(plainOrder);
  const fbe = await emag.order({ ...plainOrder, type: 2 });
  expect((await read({})).map((row) => row.id)).toEqual([seller]);
  expect((await read({ type: 2 })).map((row) => row.id)).toEqual([fbe]);
});

test("§4.2 a window needs After and is a month at most", async () => {
  const refusedBy = async (filters: object) => (await emag.wire("order/read", filters)).json.isError;
  expect(await refusedBy({ modifiedBefore: "2026-03-01 00:00:00" })).toBe(true);
  expect(await refusedBy({ modifiedAfter: "2026-01-31 00:00:00", modifiedBefore: "2026-03-01 00:00:00" })).toBe(true);
  expect(await refusedBy({ createdAfter: "2026-01-31 00:00:00", createdBefore: "2026-02-28 00:00:00" })).toBe(false);
  expect(await refusedBy({ modifiedAfter: "2020-01-01 00:00:00" })).toBe(false);
});

test("§4.3 to §4.5 the order has numbers as texts where live data has them, and details as a list when empty", async () => {
  const id = await emag.order(plainOrder);
  const [order] = await read({ id });
  expect(order?.details).toEqual([]);
  expect(order).not.toHaveProperty("meta");
  expect(order?.products).toMatchObject([
    { product_id: "403", vat: "0.2100", sale_price: "16.5207", part_number: "MUG-03" },
  ]);
  expect(order?.customer).toMatchObject({
    billing_locality_id: expect.stringMatching(/^88\d\d$/),
    email: expect.stringMatching(/^[0-9a-f]{32}@example\.invalid$/),
  });
  expect(order?.created).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  const locker = await emag.order({ ...plainOrder, locker: true });
  const [parcel] = await read({ id: locker });
  expect(parcel).toMatchObject({ delivery_mode: "pickup", details: { locker_id: expect.any(String) } });
});

test("§4.6 cashed_co is the exact gross of a card order with vouchers, deposit and two VAT rates", async () => {
  const wish = { payment: "card", voucher: true, shippingVoucher: true, shippingTax: 19.99, deposit: true };
  const lines = [
    { sku: "LAMP-02", quantity: 1 },
    { sku: "WATER-06", quantity: 2 },
  ];
  const order = kept(await emag.order({ ...wish, lines }));
  // 100.00 + 39.94 + deposits 6.00 − product vouchers (10.00 + 3.99) + shipping 19.99 − 19.99
  expect(order.cashed_co).toBe(131.95);
  expect(grossTotal(order)).toBe("131.95");
  expect(order.vouchers.map((v) => v.vat)).toEqual(["0.2100", "0.1100", "0.2100"]);
  expect(order.products[1]?.recycle_warranties).toMatchObject([
    { quantity: 2, sale_price: "3.0000", vat_rate: "0.0000" },
  ]);
});

test("§4.8 an order is acknowledged once, then HTTP 400 for ever", async () => {
  const id = await emag.order(plainOrder);
  const first = await emag.wire(`order/acknowledge/${id}`);
  expect([first.status, first.json]).toEqual([200, { isError: false, messages: [], errors: [], results: [] }]);
  const second = await emag.wire(`order/acknowledge/${id}`);
  expect([second.status, second.json.messages]).toEqual([400, ["ERROR: Order is already in progress."]]);
  expect((await emag.wire(`order/acknowledge/${await emag.order({ ...plainOrder, type: 2 })}`)).status).toBe(400);
});

test("§11.1 an order lowers the estimated stock at once, the acknowledge the declared one; nothing is oversold", async () => {
  const lines = [{ sku: "SHELF-11", quantity: 2 }];
  const offer = async () => {
    const { json } = await emag.wire("product_offer/read", { part_number: "SHELF-11" });
    const [row] = json.results as { general_stock: number; estimated_stock: number }[];
    return [row?.general_stock, row?.estimated_stock];
  };
  expect(await offer()).toEqual([3, 3]);
  const id = await emag.order({ lines });
  expect(await offer()).toEqual([3, 1]);
  expect((await emag.control("orders", { lines })).status).toBe(409);
  await emag.wire(`order/acknowledge/${id}`);
  expect(await offer()).toEqual([1, 1]);
});

test("every change bumps modified, so a modifiedAfter cursor sees it", async () => {
  const id = await emag.order({ ...plainOrder, isComplete: false });
  await emag.control("clock", { advanceSeconds: 30 });
  const cursor = emag.twin.world.stamp();
  expect(await read({ modifiedAfter: cursor })).toEqual([]);
  await emag.control(`orders/${id}/edit`, { lines: [{ sku: "MUG-03", quantity: 3 }] });
  expect(await read({ modifiedAfter: cursor })).toHaveLength(1);
  await emag.control("clock", { advanceSeconds: 40 });
  expect((await read({ id }))[0]).toMatchObject({ is_complete: 1, products: [{ quantity: 3 }] });
});

test("the same seed gives the same orders", async () => {
  const draw = async () => {
    await emag.control("reset");
    for (let i = 0; i < 10; i++) await emag.order();
    return [...emag.twin.state.orders.values()].map((order) => [order.id, grossTotal(order), order.customer.name]);
  };
  expect(await draw()).toEqual(await draw());
});

test("§4.3, §4.4, §11.2 an order may carry reverse charge, any delivery mode, enforced couriers and unknown fields", async () => {
  const wish = {
    ...plainOrder,
    shippingTax: 0,
    reverseCharge: true,
    deliveryMode: "Livrare 6H",
    couriers: ["3001"],
    unknownFields: true,
  };
  const id = await emag.order(wish);
  const [order] = await read({ id });
  expect(order).toMatchObject({
    delivery_mode: "Livrare 6H",
    enforced_vendor_courier_accounts: ["3001"],
    sustainability: "green",
    products: [{ reversible_vat_charging: 1 }],
  });
  const [line] = kept(id).products;
  expect(grossTotal(kept(id))).toBe((Number(line?.sale_price) * 2).toFixed(2));
});
