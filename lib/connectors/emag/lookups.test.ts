import { afterAll, describe, expect, it } from "vitest";
import { type Scripted, scripted, success } from "@/lib/connectors/emag/scripted";
import type { ChannelReturn } from "@/lib/domain/connections/channel-lookups";
import { startHarness } from "@/sandbox/emag/harness";

describe("the lists eMAG keeps for the seller", () => {
  const account = { account_id: 3001, account_display_name: "Sameday", courier_name: "Sameday", status: 1 };

  it("are understood with misspelt, missing and textual properties", async () => {
    const { channel } = scripted([
      success([
        { ...account, courier_account_type: "3", courier_account_properties: ["0", 2] },
        { ...account, account_id: "3002", courier_account_type: 1, currier_account_properties: [0] },
        { account_id: 3003, courier_account_properties: "" },
      ]),
    ]);
    expect(await channel.readLookup("courier-accounts")).toEqual([
      { id: "3001", name: "Sameday", courier: "Sameday", active: true, forOrders: true, toLockers: true },
      { id: "3002", name: "Sameday", courier: "Sameday", active: true, forOrders: false, toLockers: false },
      { id: "3003", name: "3003", courier: "", active: true, forOrders: null, toLockers: null },
    ]);
  });

  it("have VAT rates and handling times in either key style, rates also as percentages", async () => {
    const rates = async (rows: unknown[]) => scripted([success(rows)]).channel.readLookup("vat-rates");
    expect(await rates([{ vat_id: 1, vat_rate: "0.2100" }])).toEqual([{ id: "1", rate: "0.21" }]);
    expect(await rates([{ id: 1, value: 0.21 }])).toEqual([{ id: "1", rate: "0.21" }]);
    expect(await rates([{ id: 1, value: 21 }])).toEqual([{ id: "1", rate: "0.2100" }]);
    const days = async (rows: unknown[]) => scripted([success(rows)]).channel.readLookup("handling-times");
    expect(await days([{ id: 0 }, { id: "3" }])).toEqual([{ days: 0 }, { days: 3 }]);
    expect(await days([{ id: 7, value: 14, name: "14 zile" }])).toEqual([{ days: 14 }]);
  });

  it("never take the whole country for one place", async () => {
    const place = { emag_id: "8801", name: "Cluj-Napoca", region2: "Cluj", country_code: "RO", zipcode: "400001" };
    const found = scripted([success([place])]);
    expect(await found.channel.readLookup("locality", "8801")).toEqual([
      { id: "8801", name: "Cluj-Napoca", county: "Cluj", country: "RO", postalCode: "400001" },
    ]);
    expect(found.sent[0]?.json).toEqual({ emag_id: 8801 });
    expect(await scripted([success([])]).channel.readLookup("locality", "1")).toEqual([]);
    await expect(
      scripted([success([place, { ...place, emag_id: "8802" }])]).channel.readLookup("locality", "8801"),
    ).rejects.toThrow("unexpected-answer");
  });

  it("name the seller's addresses by what they are for", async () => {
    const rows = [
      { address_id: "12345", address_type_id: "2", city: "Cluj-Napoca", address: "Str. 1", is_default: true },
    ];
    expect(await scripted([success(rows)]).channel.readLookup("addresses")).toMatchObject([
      { id: "12345", type: "pickup", street: "Str. 1", isDefault: true, localityId: null },
    ]);
  });
});

describe("returns", () => {
  const row = { emag_id: 70001, order_id: "501000001", type: 3, products: [{ product_id: 433, quantity: "1" }] };
  const page = async ({ channel }: Scripted) => {
    const all: ChannelReturn[] = [];
    for await (const rows of channel.listOpenReturns()) all.push(...rows);
    return all;
  };

  it("are read by each open status, with rows verified against it", async () => {
    const read = scripted([
      success([]),
      success([{ ...row, request_status: "2" }]),
      success([{ ...row, emag_id: 70002, request_status: 3 }]),
      success([]),
    ]);
    expect(await page(read)).toMatchObject([
      { id: "70001", orderId: "501000001", status: "new", lines: [{ offerId: "433", quantity: 1 }] },
      { id: "70002", status: "acknowledged" },
    ]);
    expect(read.sent.map(({ json }) => (json as { request_status: number }).request_status)).toEqual([1, 2, 3, 6]);
    expect(new Set(read.turns)).toEqual(new Set(["rest"]));
    await expect(page(scripted([success([{ ...row, request_status: 7 }])]))).rejects.toThrow("unexpected-answer");
  });

  it("are read one by one by eMAG's id, and another one's answer is refused", async () => {
    const one = scripted([success([{ ...row, request_status: 7 }])]);
    expect(await one.channel.readReturn("70001")).toMatchObject({ status: "finalised" });
    expect(one.sent[0]?.json).toEqual({ emag_id: 70001 });
    expect(await scripted([success([])]).channel.readReturn("70001")).toBeNull();
    await expect(scripted([success([{ ...row, request_status: 7 }])]).channel.readReturn("1")).rejects.toThrow(
      "unexpected-answer",
    );
  });
});

describe("against the twin", () => {
  const stops: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(stops.map((stop) => stop())));

  it.each([
    { vatShape: "vat_id", handlingTimeShape: "id" },
    { vatShape: "id", handlingTimeShape: "value" },
  ] as const)("lists are the same in both spellings: $vatShape", async (settings) => {
    const harness = await startHarness(settings);
    stops.push(harness.stop);
    const send = async (route: string, body: unknown) => (await harness.wire(route, body)).json;
    const through = async (kind: "vat-rates" | "handling-times" | "courier-accounts" | "addresses", route: string) => {
      const { channel } = scripted([success((await send(route, {})).results)]);
      return channel.readLookup(kind);
    };
    expect((await through("vat-rates", "vat/read")).map((one) => "rate" in one && one.rate)).toEqual([
      "0.21",
      "0.11",
      "0",
    ]);
    expect((await through("handling-times", "handling_time/read")).length).toBe(8);
    expect((await through("courier-accounts", "courier_accounts/read")).length).toBe(3);
    expect((await through("addresses", "addresses/read")).length).toBe(3);
  });
});
