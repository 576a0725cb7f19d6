import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Harness, orderDesk, plainOrder, startHarness } from "./harness";
import type { OrderStatus } from "./orders/order";

let emag: Harness;
beforeAll(async () => {
  emag = await startHarness();
});
beforeEach(async () => {
  await emag.control("reset");
});
afterAll(() => emag.stop());

const { kept, read, save } = orderDesk(() => emag);

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
