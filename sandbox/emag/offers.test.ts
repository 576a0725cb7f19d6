import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Harness, startHarness } from "./harness";

let emag: Harness;
beforeAll(async () => {
  emag = await startHarness();
});
beforeEach(async () => {
  await emag.control("reset");
});
afterAll(() => emag.stop());

const units = (value: unknown) => [{ warehouse_id: 1, value }];
const stockOf = (id: number) => emag.twin.state.offers.get(id)?.stock;

test("§7.3 offer/save changes only what is sent, wrapped or bare", async () => {
  expect((await emag.wire("offer/save", { data: [{ id: 401, stock: units(12) }] })).json.isError).toBe(false);
  expect((await emag.wire("offer/save", [{ id: 402, stock: units(0) }])).json.isError).toBe(false);
  expect([stockOf(401), stockOf(402)]).toEqual([12, 0]);
  expect(emag.twin.state.stockWrites).toMatchObject([
    { offerId: 401, stock: 12, via: "offer/save" },
    { offerId: 402, stock: 0 },
  ]);
});

test("§7.3 an unknown id is not found, and a batch does not tell which entity was saved", async () => {
  const data = [
    { id: 999, stock: units(1) },
    { id: 401, stock: units(7) },
  ];
  const { json } = await emag.wire("offer/save", { data });
  expect(json).toMatchObject({ isError: true, messages: ["Offer 999 not found"], results: [] });
  expect(stockOf(401)).toBe(7);
});

test.each([
  ["negative stock", { stock: units(-1) }],
  ["stock above 65535", { stock: units(65_536) }],
  ["a stock that is no list", { stock: 5 }],
  ["a price outside its bounds", { sale_price: 0.5 }],
  ["an unknown VAT id", { vat_id: 99 }],
  ["a handling time off the list", { handling_time: units(4) }],
])("§7.2 an offer is refused for %s", async (_, change) => {
  expect((await emag.wire("offer/save", { data: [{ id: 401, ...change }] })).json.isError).toBe(true);
});

test("§7.2 product_offer/save wants all mandatory keys; A.7 its remark says error and saves", async () => {
  const whole = { id: 401, status: 1, sale_price: 272.719, vat_id: 1, handling_time: units(0), stock: units(3) };
  expect((await emag.wire("product_offer/save", { data: [{ id: 401, stock: units(3) }] })).json.isError).toBe(true);
  await emag.control("settings", { documentationRemark: true }, "PUT");
  expect((await emag.wire("product_offer/save", { data: [whole] })).json.isError).toBe(true);
  expect(stockOf(401)).toBe(3);
  await emag.control("settings", { documentationRemark: false }, "PUT");
});

test("§7.4 offer_stock takes an integer and answers 204 without a body, or exactly its messages", async () => {
  const patch = async (id: string, body: unknown) => {
    const { status, json } = await emag.wire(`offer_stock/${id}`, body, "PATCH");
    return [status, json.message];
  };
  expect(await patch("401", { stock: 21 })).toEqual([204, undefined]);
  expect(stockOf(401)).toBe(21);
  expect(await patch("401", { stock: units(3) })).toEqual([400, "Invalid content"]);
  expect(await patch("999", { stock: 3 })).toEqual([404, "This offer does not exist"]);
  expect(await patch("x", { stock: 3 })).toEqual([404, "Invalid URL"]);
  await emag.control("settings", { campaignOffers: [401] }, "PUT");
  expect(await patch("401", { stock: 3 })).toEqual([400, "Validation errors in your request"]);
  await emag.control("settings", { campaignOffers: [] }, "PUT");
});

test("§1.6 more than 4000 elements are refused whole", async () => {
  const data = [{ id: 401, characteristics: Array.from({ length: 4001 }, (_, i) => i), stock: units(1) }];
  const { json } = await emag.wire("offer/save", { data });
  expect(json).toMatchObject({ isError: true, message: "Maximum input vars of 4000 exceeded" });
  expect(stockOf(401)).toBe(80);
});

test("§7.5 reads filter by key and by stock up to a value; somebody's edit shows", async () => {
  await emag.control("offers/412", { stock: 0 }, "PUT");
  const { json } = await emag.wire("product_offer/read", { general_stock: 3 });
  expect(json.results).toMatchObject([
    { id: 411 },
    { id: 412, general_stock: 0, stock: units(0), sale_price: "74.3719" },
  ]);
  const count = await emag.wire("product_offer/count", { status: 1 });
  expect(count.json.results).toMatchObject({ noOfItems: "12" });
});

test("§7.6 VAT rates and handling times come in either key style", async () => {
  expect((await emag.wire("vat/read")).json.results).toContainEqual({ vat_id: 1, vat_rate: "0.2100", is_default: 1 });
  expect((await emag.wire("handling_time/read")).json.results).toContainEqual({ id: 0 });
  await emag.control("settings", { vatShape: "id", handlingTimeShape: "value" }, "PUT");
  expect((await emag.wire("vat/read")).json.results).toContainEqual({ id: 1, value: "0.2100" });
  const times = await emag.wire("handling_time/read");
  expect(times.json.results).toContainEqual({ id: 1, value: 0, name: "0 zile" });
});

test("§7.6 an EAN finds its product", async () => {
  const { json } = await emag.wire("documentation/find_by_eans?eans[]=5940000000017&eans[]=1", undefined, "GET");
  expect(json.results).toMatchObject([{ part_number_key: "DCHAIR001", vendor_has_offer: true }]);
});

test("§6.4 localities, courier accounts and addresses can be looked up", async () => {
  const found = await emag.wire("locality/read", { name: "Cluj-Napoca" });
  expect(found.json.results).toMatchObject([{ emag_id: "8801", region2: "Cluj" }]);
  expect((await emag.wire("locality/count", {})).json.results).toMatchObject({ noOfItems: "12" });
  expect((await emag.wire("courier_accounts/read")).json.results).toHaveLength(3);
  expect((await emag.wire("addresses/read")).json.results).toHaveLength(3);
});
