import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Harness, startHarness } from "./harness";
import { grossTotal, type Order, type OrderStatus } from "./order";

let emag: Harness;
beforeAll(async () => {
  emag = await startHarness();
});
beforeEach(async () => {
  await emag.control("reset");
});
afterAll(() => emag.stop());

const plainOrder = { lines: [{ sku: "MUG-03", quantity: 2 }], payment: "cod", locker: false, voucher: false };

function kept(id: number): Order {
  const order = emag.twin.state.orders.get(id);
  if (!order) throw new Error(`no order ${id}`);
  return order;
}

async function read(filters: object): Promise<Record<string, unknown>[]> {
  return (await emag.wire("order/read", filters)).json.results as Record<string, unknown>[];
}

/** The save of a whole order as it was read, changed where needed. */
async function save(id: number, change: object) {
  const [order] = await read({ id, type: kept(id).type });
  return emag.wire("order/save", { data: [{ ...order, ...change }] });
}

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

test("§4.7 the status matrix, cell by cell", async () => {
  const allowed: Record<number, number[]> = {
    0: [0, 2, 3, 4],
    1: [],
    2: [0, 2, 3, 4],
    3: [0, 3, 4],
    4: [0, 3, 4, 5],
    5: [],
  };
  const id = await emag.order(plainOrder);
  for (const [from, targets] of Object.entries(allowed)) {
    for (const to of [0, 1, 2, 3, 4, 5]) {
      const order = kept(id);
      order.status = Number(from) as OrderStatus;
      order.meta.statusSince = emag.twin.world.now();
      const { json } = await save(id, { status: to });
      expect([from, to, json.isError]).toEqual([from, to, !targets.includes(to)]);
    }
  }
});

test("§4.7 a canceled order comes back only within 48 hours", async () => {
  const id = await emag.order(plainOrder, true);
  expect((await save(id, { status: 0, reason_cancellation: 21 })).json.isError).toBe(false);
  expect((await read({ id }))[0]?.reason_cancellation).toEqual({ id: 21, text: "Others" });
  await emag.control("clock", { advanceSeconds: 49 * 3600 });
  expect((await save(id, { status: 2 })).json.isError).toBe(true);
});

test("§4.9 type is mandatory, lists are demanded, and FBE is not editable", async () => {
  const id = await emag.order(plainOrder, true);
  expect((await emag.wire("order/save", { data: [{ id, status: 3 }] })).json.isError).toBe(true);
  const single = await emag.wire("order/save", { data: { id, type: 3, status: 3 } });
  expect(single.json.messages).toEqual(["ERROR: Expected list of arrays, single array received"]);
  expect((await emag.wire("order/save", [{ id, type: 3, status: 3 }])).json.isError).toBe(false);
  expect(kept(id).status).toBe(3);
  const many = Array.from({ length: 51 }, () => ({ id, type: 3 }));
  expect((await emag.wire("order/save", { data: many })).json.isError).toBe(true);
  const fbe = await emag.order({ ...plainOrder, type: 2 });
  expect((await emag.wire("order/save", { data: [{ id: fbe, type: 2, status: 4 }] })).json.isError).toBe(true);
});

test("§4.9 a line left out is removed, but not from a card order", async () => {
  const lines = [
    { sku: "MUG-03", quantity: 2 },
    { sku: "LAMP-02", quantity: 1 },
  ];
  const id = await emag.order({ ...plainOrder, lines }, true);
  await save(id, { products: kept(id).products.slice(0, 1) });
  expect(kept(id).products.map((line) => line.status)).toEqual([1, 0]);
  const card = await emag.order({ ...plainOrder, lines, payment: "card" }, true);
  expect((await save(card, { products: kept(card).products.slice(0, 1) })).json.isError).toBe(true);
  expect(kept(card).products.map((line) => line.status)).toEqual([1, 1]);
});

test("§4.9 a storno of a part leaves the order finalised, of everything returns it", async () => {
  const id = await emag.order(plainOrder, true);
  await save(id, { status: 4 });
  const [line] = kept(id).products;
  const reduced = (quantity: number) => ({ is_storno: true, products: [{ ...line, quantity }] });
  expect((await save(id, { ...reduced(1), is_storno: false })).json.isError).toBe(true);
  expect((await save(id, reduced(1))).json.isError).toBe(false);
  expect([kept(id).status, kept(id).products[0]?.storno_qty]).toEqual([4, 1]);
  await save(id, reduced(0));
  expect([kept(id).status, kept(id).products[0]?.storno_qty]).toEqual([5, 2]);
});

test("§8 a customer cancels only before the acknowledge, later there is a request", async () => {
  const id = await emag.order(plainOrder);
  expect((await emag.control(`orders/${id}/cancel`)).status).toBe(200);
  expect(kept(id).status).toBe(0);
  const late = await emag.order(plainOrder, true);
  expect((await emag.control(`orders/${late}/cancel`)).status).toBe(409);
  await emag.control(`orders/${late}/request-cancellation`);
  expect((await read({ id: late }))[0]?.cancellation_request).not.toBeNull();
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

test("§4.11 an FBE order is first seen with whatever status is set, and is not the seller's to touch in any", async () => {
  for (const fbeStatus of [1, 2, 3, 4] as const) {
    emag.twin.world.settings = { ...emag.twin.world.settings, fbeStatus };
    const id = await emag.order({ ...plainOrder, type: 2 });
    expect((await read({ id, type: 2 }))[0]).toMatchObject({ status: fbeStatus });
    expect((await emag.wire(`order/acknowledge/${id}`)).status).toBe(400);
    expect((await save(id, { status: 4 })).json.isError).toBe(true);
  }
});

test("§4.12 a seller may use an offer's id again for another product", async () => {
  const [offer] = [...emag.twin.state.offers.values()];
  await emag.control(`offers/${offer?.id}`, { partNumber: "OTHER-9" }, "PUT");
  expect((await emag.wire("product_offer/read", { id: offer?.id })).json.results).toMatchObject([
    { part_number: "OTHER-9", general_stock: offer?.stock },
  ]);
});
