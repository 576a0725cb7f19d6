import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Harness, startHarness } from "./harness";

let emag: Harness;
beforeAll(async () => {
  emag = await startHarness();
});
beforeEach(async () => {
  await emag.control("reset");
  await emag.control("settings", { awbAnswer: "object" }, "PUT");
});
afterAll(() => emag.stop());

const party = { name: "Ana Test", contact: "Ana", phone1: "0700000001", locality_id: 8801, street: "Str. Exemplu 1" };
const parcel = { cod: 10, is_oversize: 0, parcel_number: 1, envelope_number: 0, weight: 1.5, currency: "RON" };

function ship(orderId: number, change: object = {}) {
  const data = [{ order_id: orderId, type: 1, sender: party, receiver: party, ...parcel, ...change }];
  return emag.wire("awb/save", { data });
}

const courier = { locker: false };

test("§6.1 the first AWB finalises the order; a second call is a second parcel", async () => {
  const id = await emag.order(courier, true);
  const { json } = await ship(id);
  expect(json).toMatchObject({ isError: false, results: { courier_name: "Sameday", awb: [{ emag_id: 255_700_001 }] } });
  const order = emag.twin.state.orders.get(id);
  expect(order).toMatchObject({ status: 4, finalization_date: expect.any(String) });
  await ship(id);
  expect(emag.twin.state.awbs.size).toBe(2);
  const attachments = await emag.wire("order/attachments/read", { order_id: id, order_type: 3 });
  expect(attachments.json.results).toMatchObject([{ type: 10 }, { type: 10 }]);
});

test("§6.1 the answer comes as object, list, or ids without numbers", async () => {
  const id = await emag.order(courier, true);
  await emag.control("settings", { awbAnswer: "list" }, "PUT");
  expect((await ship(id)).json.results).toMatchObject([{ awb_barcode: expect.stringMatching(/^4EMGLN\d{9}001$/) }]);
  await emag.control("settings", { awbAnswer: "ids-only" }, "PUT");
  const { json } = await ship(id);
  expect(json.results).toEqual([{ emag_id: 255_700_002, reservation_id: 900_002 }]);
  const read = await emag.wire("awb/read", { reservation_id: 900_002 });
  expect(read.json.results).toMatchObject([{ order_id: id, awb: [{ awb_number: expect.any(String) }] }]);
});

test("§6.1 a missing currency brings a warning, not a refusal", async () => {
  const { json } = await ship(await emag.order(courier, true), { currency: undefined });
  expect(json).toMatchObject({ isError: false, messages: [expect.stringContaining("WARNING")] });
});

test.each([
  ["no phone", { receiver: { ...party, phone1: "07-00" } }],
  ["an unknown locality", { receiver: { ...party, locality_id: 1 } }],
  ["neither envelope nor parcel", { parcel_number: 0 }],
  ["no cod", { cod: undefined }],
  ["BGN", { currency: "BGN" }],
  ["packages that weigh otherwise", { packages: [{ weight: 1, length: 1, width: 1, height: 1 }] }],
  ["a courier account for returns", { courier_account_id: 3003 }],
  ["a locker on a courier order", { locker_id: "dce0b7cf" }],
])("§6.1 nothing is shipped with %s", async (_, change) => {
  const id = await emag.order(courier, true);
  expect((await ship(id, change)).json.isError).toBe(true);
  expect(emag.twin.state.awbs.size).toBe(0);
});

test("§11.1 status 1, 0, 5 and FBE orders are not shipped", async () => {
  expect((await ship(await emag.order(courier))).json.isError).toBe(true);
  expect((await ship(await emag.order({ ...courier, type: 2 }))).json.isError).toBe(true);
});

test("§6.1, §6.4 a locker order goes to its locker, one parcel, with an account that can", async () => {
  const id = await emag.order({ locker: true }, true);
  const locker_id = emag.twin.state.orders.get(id)?.details.locker_id;
  expect((await ship(id)).json.isError).toBe(true);
  expect((await ship(id, { locker_id, parcel_number: 2 })).json.isError).toBe(true);
  expect((await ship(id, { locker_id, courier_account_id: 3002 })).json.isError).toBe(true);
  expect((await ship(id, { locker_id })).json.isError).toBe(false);
});

test("§4.3 an empty list of enforced couriers allows no AWB until it is unlocked", async () => {
  const id = await emag.order(courier, true);
  const order = emag.twin.state.orders.get(id);
  if (order) order.enforced_vendor_courier_accounts = [];
  expect((await ship(id)).json.isError).toBe(true);
  await emag.wire(`order/${id}/unlock-courier`);
  expect((await ship(id)).json.isError).toBe(false);
});

test("§6.2 awb/read needs one of its two filters; §6.3 the label is a real PDF, its error JSON with 200", async () => {
  await ship(await emag.order(courier, true));
  const { json } = await emag.wire("awb/read", { order_id: 1 });
  expect(json).toMatchObject({ isError: true, messages: ["Emag id or reservation id is mandatory"] });
  const label = await emag.wire("awb/read_pdf?emag_id=255700001&awb_format=A4", undefined, "GET");
  expect(label.headers.get("content-type")).toBe("application/pdf");
  expect(label.text.slice(0, 4)).toBe("%PDF");
  const missing = await emag.wire("awb/read_pdf?emag_id=1", undefined, "GET");
  expect([missing.status, missing.json.isError]).toEqual([200, true]);
});

test("§8 a return is picked up from tomorrow on", async () => {
  const id = await emag.order(courier, true);
  await ship(id);
  const { json } = await emag.control("rmas", { orderId: id });
  expect((await emag.wire("rma/read", { request_status: 2 })).json.results).toMatchObject([{ emag_id: json.emag_id }]);
  const pickUp = (date: string) => ship(id, { order_id: undefined, rma_id: json.emag_id, type: 2, date });
  expect((await pickUp(emag.twin.world.stamp().slice(0, 10))).json.isError).toBe(true);
  expect((await pickUp("2099-01-01")).json.isError).toBe(false);
});
