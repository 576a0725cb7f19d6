import { describe, expect, it } from "vitest";
import type { ChannelOrderRecord, OrderQuery, ParcelRequest } from "@/lib/connectors/contract";
import { emag } from "@/lib/connectors/emag";
import { answer, exampleLine, exampleOrder, refusal, rig, type Script, success } from "@/lib/connectors/emag/scripted";

const ref = { id: "501000001", fulfilment: "seller" as const };

async function all(scripts: Script[], query: OrderQuery) {
  const { channel, sent } = rig(scripts);
  const pages: ChannelOrderRecord[][] = [];
  for await (const page of channel.listOrders(query)) pages.push(page);
  return { pages, bodies: sent.map(({ json }) => json as Record<string, unknown>) };
}

const orders = (from: number, count: number) =>
  success(Array.from({ length: count }, (_, index) => exampleOrder({ id: from + index })));

describe("listing orders", () => {
  it("goes on to the page that is not full, always with a type", async () => {
    const { pages, bodies } = await all([orders(1, 100), orders(101, 7)], { fulfilment: "seller", status: "new" });
    expect(pages.map((page) => page.length)).toEqual([100, 7]);
    expect(bodies).toEqual([
      { type: 3, status: 1, currentPage: 1, itemsPerPage: 100 },
      { type: 3, status: 1, currentPage: 2, itemsPerPage: 100 },
    ]);
  });

  it("ends when a full page brings nothing new, and gives no order twice", async () => {
    const { pages } = await all([orders(1, 100), orders(51, 100), orders(51, 100)], { fulfilment: "seller" });
    expect(pages.map((page) => page.length)).toEqual([100, 50]);
  });

  it("covers a long absence with windows of less than a month that leave no gap", async () => {
    const { bodies } = await all([success()], { fulfilment: "seller", modifiedAfter: "2026-06-20 00:00:00" });
    const windows = bodies.map(({ modifiedAfter, modifiedBefore }) => [modifiedAfter, modifiedBefore]);
    expect(windows).toEqual([
      ["2026-06-20 00:00:00", "2026-07-17 00:00:00"],
      ["2026-07-16 23:00:00", "2026-08-12 23:00:00"],
      ["2026-08-12 22:00:00", undefined],
    ]);
  });

  it("refuses rows that do not satisfy its filters: they were ignored", async () => {
    const wrong = [exampleOrder({ status: 2 }), exampleOrder({ type: 2 })];
    for (const row of wrong) {
      await expect(all([success([row])], { fulfilment: "seller", status: "new" })).rejects.toThrow("unexpected-answer");
    }
    await expect(rig([success([exampleOrder({ id: 9 })])]).channel.readOrder(ref.id)).rejects.toThrow("not asked for");
  });

  it("hands over every order it can read before it reports one it cannot", async () => {
    const broken = exampleOrder({ id: 2, products: [exampleLine({ sale_price: "?" })] });
    const { channel } = rig([success([exampleOrder({ id: 1 }), broken, exampleOrder({ id: 3 })])]);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const page of channel.listOrders({ fulfilment: "seller" }))
        seen.push(...page.map(({ order }) => order.id));
    })();
    await expect(reading).rejects.toThrow(/order 2: .*sale_price/);
    expect(seen).toEqual(["1", "3"]);
  });
});

describe("one order", () => {
  it("is looked for among the seller's and then among those eMAG ships", async () => {
    const { channel, sent } = rig([success(), success([exampleOrder({ type: 2, is_complete: 1 })])]);
    expect((await channel.readOrder(ref.id))?.order.fulfilment).toBe("channel");
    expect(sent.map(({ json }) => json)).toEqual([
      { id: 501000001, type: 3 },
      { id: 501000001, type: 2 },
    ]);
    expect(await rig([success("")]).channel.readOrder("7")).toBeNull();
  });

  it.each(["ERROR: Order is already in progress.", "Order has already been acknowledged"])(
    "counts as acknowledged when eMAG says: %s",
    async (message) => {
      await rig([refusal(message, 400)]).channel.acknowledgeOrder(ref);
      await expect(rig([refusal("ERROR: Order is canceled.", 400)]).channel.acknowledgeOrder(ref)).rejects.toThrow(
        "refused",
      );
    },
  );

  it("is finalised with everything that was read, every line included", async () => {
    const { channel, sent } = rig([success()]);
    const raw = exampleOrder({ id: "501000001", status: 2, unheard_of: [1] });
    await channel.finaliseOrder(ref, raw);
    expect(sent[0]?.json).toEqual({ data: [{ ...raw, id: 501000001, type: 3, status: 4 }] });
    await expect(channel.finaliseOrder({ ...ref, id: "7" }, raw)).rejects.toThrow("internal");
  });
});

describe("documents", () => {
  it("are announced by address with the order's real type", async () => {
    const { channel, sent } = rig([success([null])]);
    const url = "https://files.example.ro/i/6f/ABC000123.pdf";
    await channel.attachInvoice({ ...ref, fulfilment: "channel" }, { name: "Factura ABC 000123", url });
    expect(sent[0]?.json).toEqual({
      data: [{ order_id: 501000001, order_type: 2, name: "Factura ABC 000123", url, type: 1, force_download: 0 }],
    });
  });

  it("are read back, and a parcel's link tells its id", async () => {
    const link = "https://marketplace.emag.ro/awb/read_pdf?awb_format=A4&emag_id=255700001";
    const row = { order_id: "501000001", order_type: 3, visibility: "public" };
    const { channel } = rig([
      success([
        { ...row, name: "F", url: "u", type: "1" },
        { ...row, name: "A", url: link, type: 10 },
      ]),
    ]);
    const attachments = await channel.listAttachments(ref);
    expect(attachments.map(({ type }) => type)).toEqual(["invoice", "parcel"]);
    expect(attachments.map((one) => channel.parcelIdOf(one))).toEqual([null, "255700001"]);
    await expect(rig([success([{ ...row, order_id: 9 }])]).channel.listAttachments(ref)).rejects.toThrow(
      "not asked for",
    );
  });
});

const party = {
  contact: "Depozit",
  phone: "0700 000 002",
  localityId: "8801",
  street: "Str. Depozitului 2",
  postalCode: null,
};
const request: ParcelRequest = {
  orderId: ref.id,
  sender: { ...party, name: "Demo Seller SRL", isCompany: true, addressId: "12345" },
  receiver: {
    ...party,
    name: "Ana Test",
    contact: "Ana Test",
    phone: "0040700000001",
    postalCode: "400001",
    isCompany: false,
  },
  cashOnDelivery: "209.99",
  currency: "RON",
  weight: "1.5",
  parcels: 1,
  lockerId: null,
  courierAccountId: null,
  note: ref.id,
};

describe("a parcel", () => {
  const ids = { emag_id: 255700001, reservation_id: 900001 };
  const numbered = { ...ids, awb_number: "4EMGLN100000001", awb_barcode: "4EMGLN100000001001" };
  const parcel = { parcelId: "255700001", reservationId: "900001", number: "4EMGLN100000001", courier: "Sameday" };

  it("is ordered with the cash to collect and the fields of a courier delivery", async () => {
    const { channel, sent } = rig([success([{ ...numbered, courier: { courier_name: "Sameday" } }])]);
    expect(await channel.createParcel(request)).toEqual(parcel);
    expect(sent[0]?.json).toEqual({
      data: [
        {
          order_id: 501000001,
          type: 1,
          sender: {
            address_id: "12345",
            name: "Demo Seller SRL",
            contact: "Depozit",
            phone1: "0700000002",
            locality_id: 8801,
            street: "Str. Depozitului 2",
          },
          receiver: {
            name: "Ana Test",
            contact: "Ana Test",
            phone1: "+40700000001",
            legal_entity: 0,
            locality_id: 8801,
            street: "Str. Depozitului 2",
            zipcode: "400001",
          },
          is_oversize: 0,
          insured_value: 0,
          weight: 1.5,
          envelope_number: 0,
          parcel_number: 1,
          cod: 209.99,
          currency: "RON",
          observation: "501000001",
        },
      ],
    });
  });

  it("goes to the locker and by the account that were chosen, with no weight where none is known", async () => {
    const { channel, sent } = rig([success([numbered])]);
    await channel.createParcel({ ...request, weight: null, lockerId: "dce0b7cf", courierAccountId: "71" });
    expect(sent[0]?.json).toMatchObject({ data: [{ locker_id: "dce0b7cf", courier_account_id: 71 }] });
    expect(sent[0]?.body).not.toContain("weight");
  });

  it("is understood in both shapes of the answer", async () => {
    const object = {
      reservation_id: 900001,
      courier_id: 3,
      courier_name: "Sameday",
      awb: [{ ...numbered, reservation_id: undefined }],
    };
    expect(await rig([success(object)]).channel.createParcel(request)).toEqual(parcel);
    expect(await rig([success([object])]).channel.createParcel(request)).toEqual(parcel);
  });

  it("is looked up once when only its ids come, and kept whatever comes of that", async () => {
    const found = success([{ ...ids, awb: [{ ...numbered }], courier: { courier_name: "Sameday" } }]);
    const first = rig([success([ids]), found]);
    expect(await first.channel.createParcel(request)).toEqual(parcel);
    expect(first.sent.map(({ route }) => route)).toEqual(["awb/save", "awb/read"]);
    const byReservation = rig([success({ reservation_id: 900001 }), found]);
    expect((await byReservation.channel.createParcel(request)).parcelId).toBe("255700001");
    expect(byReservation.sent[1]?.json).toEqual({ reservation_id: 900001 });
    expect(await rig([success([ids]), refusal("later")]).channel.createParcel(request)).toEqual({
      parcelId: "255700001",
      reservationId: "900001",
      number: null,
      courier: null,
    });
  });

  it("is in doubt when eMAG accepts it and names nothing", async () => {
    for (const results of [[], "", [{}], [{ emag_id: {} }]]) {
      await expect(rig([success(results)]).channel.createParcel(request)).rejects.toThrow("outcome-unknown (unknown)");
    }
  });

  it("is read by its id only, and another one's data is refused", async () => {
    expect(await rig([success([])]).channel.readParcel("255700001")).toBeNull();
    const other = rig([success([{ emag_id: 1, awb_number: "X" }])]);
    await expect(other.channel.readParcel("255700001")).rejects.toThrow("another parcel");
  });

  it("has a label that is really a PDF", async () => {
    const good = rig([answer("%PDF-1.4 label", 200, { "content-type": "application/pdf" })]);
    expect(new TextDecoder().decode(await good.channel.readLabel("255700001"))).toBe("%PDF-1.4 label");
    expect(good.sent[0]).toMatchObject({ method: "GET", route: "awb/read_pdf?emag_id=255700001&awb_format=A4" });
    await expect(rig([refusal("ERROR: AWB not found.")]).channel.readLabel("1")).rejects.toThrow("refused (rejected)");
    await expect(rig([answer("<html>")]).channel.readLabel("1")).rejects.toThrow("unexpected-answer (transient)");
    await expect(rig([success([])]).channel.readLabel("1")).rejects.toThrow("unexpected-answer (transient)");
  });
});

describe("offers", () => {
  it("show the stock that was declared, not what is estimated", async () => {
    const rows = [
      { id: 433, part_number: "SKU-433", name: "A", status: "1", general_stock: "12", estimated_stock: 3, stock: "" },
      {
        id: "434",
        part_number: "SKU-434",
        name: "B",
        status: 0,
        stock: [
          { warehouse_id: 1, value: "4" },
          { warehouse_id: 2, value: 5 },
        ],
      },
    ];
    const seen = [];
    for await (const page of rig([success(rows)]).channel.listOffers()) seen.push(...page);
    expect(seen).toEqual([
      { id: "433", sku: "SKU-433", name: "A", active: true, stock: 12 },
      { id: "434", sku: "SKU-434", name: "B", active: false, stock: 9 },
    ]);
  });

  it("are never sent more than fifty at once, and nothing is sent for none", async () => {
    const { channel, sent } = rig([success()]);
    await channel.pushStock([]);
    await expect(channel.pushStock(Array(51).fill({ offerId: "1", quantity: 1 }))).rejects.toThrow(RangeError);
    expect(sent).toEqual([]);
  });
});

describe("testing the connection", () => {
  it("names what is there", async () => {
    const accounts = [
      { account_id: 71, account_display_name: "Sameday RO", status: 1 },
      { account_id: 72, courier_name: "FAN", status: 0 },
    ];
    const { channel } = rig([
      success([{ vat_id: 1, vat_rate: 0.21 }]),
      success({ noOfItems: "37" }),
      success(accounts),
    ]);
    expect((await channel.test()).map(({ subject, problem, note }) => [subject, problem, note])).toEqual([
      ["sign-in", null, null],
      ["offers", null, "37"],
      ["courier accounts", null, "2"],
      ["courier account Sameday RO", null, "71, active"],
      ["courier account FAN", null, "72, inactive"],
    ]);
  });

  it("stops at an address that is not declared", async () => {
    const findings = await rig([refusal("ERROR: Invalid vendor ip [203.0.113.7]")]).channel.test();
    expect(findings).toMatchObject([
      { subject: "sign-in", problem: { code: "address-not-declared", params: { ip: "203.0.113.7" } } },
    ]);
  });
});

describe("a callback", () => {
  const at = (search: string) => new URL(`https://megzo.example/api/webhooks/c/t${search}`);

  it.each<[string, unknown, string | null]>([
    ["?order_id=123", { order_id: 456 }, "123"],
    ["", { order_id: 456 }, "456"],
    ["", { id: "457" }, "457"],
    ["?order_id=", { order_id: "x" }, null],
    ["?order_id=1%20or%201", null, null],
    ["", "text", null],
  ])("%s with %j speaks of %s", (search, body, orderId) => {
    expect(emag.readHint(at(search), body)).toEqual({ orderId });
  });
});

describe("settings", () => {
  it("are strict, and only web addresses are taken", () => {
    const parse = (value: unknown) => emag.settingsSchema.safeParse(value).success;
    const baseUrl = "https://marketplace-api.emag.ro/api-3";
    expect(parse({ baseUrl })).toBe(true);
    for (const wrong of [{}, { baseUrl: "ftp://x/api-3" }, { baseUrl, country: "PL" }, { baseUrl, extra: 1 }]) {
      expect(parse(wrong)).toBe(false);
    }
  });
});
