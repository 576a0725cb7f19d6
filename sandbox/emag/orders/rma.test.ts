import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Harness, plainOrder, startHarness } from "../harness";

let emag: Harness;
beforeAll(async () => {
  emag = await startHarness();
});
beforeEach(async () => {
  await emag.control("reset");
});
afterAll(() => emag.stop());

const isFinalised = { status: 4 };

async function openReturn(): Promise<{ orderId: number; emagId: number }> {
  const orderId = await emag.order(plainOrder, true);
  await emag.wire("order/save", { data: [{ id: orderId, type: 3, ...isFinalised }] });
  const { json } = await emag.control("rmas", { orderId });
  return { orderId, emagId: Number(json.emag_id) };
}

const found = async (filters: object) => (await emag.wire("rma/read", filters)).json.results as { emag_id: number }[];

test("§8 a return's status goes only along its matrix, cell by cell", async () => {
  const allowed: Record<number, number[]> = {
    1: [],
    2: [2, 3, 5],
    3: [3, 5, 6],
    4: [4],
    5: [5],
    6: [4, 6, 7],
    7: [7],
  };
  const { orderId, emagId } = await openReturn();
  for (const [from, targets] of Object.entries(allowed)) {
    for (const to of [1, 2, 3, 4, 5, 6, 7]) {
      for (const rma of emag.twin.state.rmas) rma.request_status = Number(from);
      const entity = { emag_id: emagId, order_id: orderId, type: 3, request_status: to };
      const { json } = await emag.wire("rma/save", { data: [entity] });
      expect([from, to, json.isError]).toEqual([from, to, !targets.includes(to)]);
    }
  }
});

test("§8 a save names the return, its order and its type", async () => {
  const { orderId, emagId } = await openReturn();
  for (const entity of [
    { emag_id: emagId, request_status: 3 },
    { emag_id: emagId, order_id: orderId, type: 2, request_status: 3 },
    { emag_id: 1, order_id: orderId, type: 3, request_status: 3 },
  ])
    expect((await emag.wire("rma/save", { data: [entity] })).json.isError).toBe(true);
});

test("§8 returns are read by status, order and id, and a filter for changes is ignored", async () => {
  const { orderId, emagId } = await openReturn();
  const other = await openReturn();
  expect((await found({ request_status: 2 })).map((rma) => rma.emag_id).sort()).toEqual([emagId, other.emagId].sort());
  expect(await found({ order_id: orderId })).toMatchObject([{ emag_id: emagId }]);
  expect(await found({ emag_id: other.emagId })).toMatchObject([{ emag_id: other.emagId }]);
  expect(await found({ request_status: 7 })).toEqual([]);
  expect(await found({ modifiedAfter: "2099-01-01 00:00:00" })).toHaveLength(2);
});

test("only a finalised order can be returned", async () => {
  const orderId = await emag.order(plainOrder, true);
  expect((await emag.control("rmas", { orderId })).status).toBe(409);
});
