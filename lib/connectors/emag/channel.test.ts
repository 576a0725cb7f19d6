import { describe, expect, it } from "vitest";
import { emag } from "@/lib/connectors/emag";
import { answer, refusal, type Script, scripted, success } from "@/lib/connectors/emag/scripted";
import { currencyOn, platformOf } from "@/lib/connectors/emag/settings";

const ref = { id: "501000001", fulfilment: "seller" as const };

describe("documents", () => {
  it("are announced by address with the order's real type", async () => {
    const { channel, sent } = scripted([success([null])]);
    const url = "https://files.example.ro/i/6f/ABC000123.pdf";
    await channel.attachInvoice({ ...ref, fulfilment: "channel" }, { name: "Factura ABC 000123", url });
    expect(sent[0]?.json).toEqual({
      data: [{ order_id: 501000001, order_type: 2, name: "Factura ABC 000123", url, type: 1, force_download: 0 }],
    });
  });

  it("are read back, and a parcel's link tells its id", async () => {
    const link = "https://marketplace.emag.ro/awb/read_pdf?awb_format=A4&emag_id=255700001";
    const row = { order_id: "501000001", order_type: 3, visibility: "public" };
    const { channel } = scripted([
      success([
        { ...row, name: "F", url: "u", type: "1" },
        { ...row, name: "A", url: link, type: 10 },
      ]),
    ]);
    const attachments = await channel.listAttachments(ref);
    expect(attachments.map(({ type }) => type)).toEqual(["invoice", "parcel"]);
    expect(attachments.map((one) => channel.parcelIdOf(one))).toEqual([null, "255700001"]);
    await expect(scripted([success([{ ...row, order_id: 9 }])]).channel.listAttachments(ref)).rejects.toThrow(
      "not asked for",
    );
  });
});

describe("offers", () => {
  it("show the stock that was declared, not what is estimated", async () => {
    const rows = [
      {
        id: 433,
        part_number: "SKU-433",
        name: "A",
        status: "1",
        general_stock: "12",
        estimated_stock: 3,
        stock: "",
        ean: ["5940000000017", ""],
        category_id: 506,
      },
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
    for await (const page of scripted([success(rows)]).channel.listOffers()) seen.push(...page);
    expect(seen).toEqual([
      { id: "433", sku: "SKU-433", name: "A", active: true, stock: 12, eans: ["5940000000017"], category: "506" },
      { id: "434", sku: "SKU-434", name: "B", active: false, stock: 9, eans: [], category: null },
    ]);
  });

  it("are never sent more than fifty at once, and nothing is sent for none", async () => {
    const { channel, sent } = scripted([success()]);
    await channel.pushStock([]);
    await expect(channel.pushStock(Array(51).fill({ offerId: "1", quantity: 1 }))).rejects.toThrow(RangeError);
    expect(sent).toEqual([]);
  });
});

describe("stock by one PATCH an offer", () => {
  const offer = [{ offerId: "433", quantity: 70_000 }];
  const settings = { stockRoute: "offer_stock" };

  it("sends a bare whole number and takes 204 without a body for success", async () => {
    const { channel, sent, turns } = scripted([answer("", 204)], settings);
    await channel.pushStock(offer);
    expect(sent.map(({ method, route, json }) => [method, route, json])).toEqual([
      ["PATCH", "offer_stock/433", { stock: 65_535 }],
    ]);
    expect(turns).toEqual(["rest"]);
  });

  it("is refused in eMAG's words, and anything else leaves it open whether it took effect", async () => {
    const push = (script: Script) => scripted([script], settings).channel.pushStock(offer);
    await expect(push(answer({ message: "This offer does not exist" }, 404))).rejects.toThrow("does not exist");
    const errors = [{ message: "included in the active campaign", field: "stock" }];
    const campaign = answer({ message: "Validation errors in your request", errors }, 400);
    await expect(push(campaign)).rejects.toThrow("stock: included in the active campaign");
    await expect(push(answer("", 200))).rejects.toThrow("outcome-unknown");
    await expect(push(answer("", 502))).rejects.toThrow("outcome-unknown");
  });
});

describe("platforms", () => {
  const platform = (url: string) => platformOf({ baseUrl: url });

  it("are told by their address, with locale, currency of the day and standard VAT", () => {
    const of = (url: string, day: string) => {
      const { country, locale, vatRate } = platform(url);
      return [country, locale, currencyOn(platform(url), day), vatRate];
    };
    expect(of("https://marketplace-api.emag.ro/api-3", "2026-11-22")).toEqual(["RO", "ro_RO", "RON", "0.21"]);
    expect(of("https://marketplace-api.emag.hu/api-3", "2026-11-22")).toEqual(["HU", "hu_HU", "HUF", "0.27"]);
    expect(of("https://marketplace-bg-api.fashiondays.com/api-3", "")).toEqual(["BG", "bg_BG", "EUR", "0.20"]);
    expect(of("https://marketplace-api.emag.bg/api-3", "2025-12-31 23:59:59")).toEqual(["BG", "bg_BG", "BGN", "0.20"]);
    expect(of("https://marketplace-api.emag.bg/api-3", "2026-01-01 00:00:00")).toEqual(["BG", "bg_BG", "EUR", "0.20"]);
  });
});

describe("testing the connection", () => {
  it("names what is there", async () => {
    const accounts = [
      { account_id: 71, account_display_name: "Sameday RO", status: 1 },
      { account_id: 72, courier_name: "FAN", status: 0 },
    ];
    const { channel } = scripted([
      success([{ vat_id: 1, vat_rate: 0.21 }]),
      success({ noOfItems: "37" }),
      success(accounts),
    ]);
    expect((await channel.test()).map(({ subject, problem, note }) => [subject, problem, note])).toEqual([
      ["sign-in", null, "RO, ro_RO, RON"],
      ["offers", null, "37"],
      ["courier accounts", null, "2"],
      ["courier account Sameday RO", null, "71, active"],
      ["courier account FAN", null, "72, inactive"],
    ]);
  });

  it("stops at an address that is not declared", async () => {
    const findings = await scripted([refusal("ERROR: Invalid vendor ip [203.0.113.7]")]).channel.test();
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
    expect(emag.readWakeUp(at(search), body)).toEqual({ orderId });
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
