import { describe, expect, it } from "vitest";
import { orderFromWire } from "@/lib/connectors/emag/order-from-wire";
import { exampleLine, exampleOrder } from "@/lib/connectors/emag/scripted";
import { platformOf } from "@/lib/connectors/emag/settings";
import { wireOrder } from "@/lib/connectors/emag/wire";
import { type ChannelOrder, cashOnDelivery, grossTotal } from "@/lib/domain/orders/order";

const ro = platformOf({ baseUrl: "https://marketplace-api.emag.ro/api-3" });

function map(changes: Record<string, unknown> = {}, platform = ro): ChannelOrder {
  return orderFromWire(wireOrder.parse(exampleOrder(changes)), platform);
}

function withCustomer(changes: Record<string, unknown>, platform = ro): ChannelOrder {
  return map({ customer: { ...(exampleOrder().customer as object), ...changes } }, platform);
}

describe("an eMAG order, read", () => {
  it("comes to what the buyer pays, 209.99, in every field", () => {
    const order = map();
    expect([grossTotal(order), cashOnDelivery(order)]).toEqual(["209.99", "209.99"]);
    const place = {
      contact: "Ana Test",
      phone: "0700000001",
      country: "RO",
      county: "Cluj",
      city: "Cluj-Napoca",
      street: "Str. Exemplu 1",
      postalCode: "400001",
      localityId: "8801",
    };
    expect(order).toEqual({
      id: "501000001",
      fulfilment: "seller",
      status: "new",
      complete: true,
      placedAt: "2026-09-01 10:15:20",
      modified: "2026-09-01 10:15:22",
      handOverBy: "2026-09-03 10:15:20",
      currency: "RON",
      payment: { method: "cod", paid: false, charged: null },
      delivery: { mode: "courier", lockerId: null, lockerName: null },
      buyer: { name: "Ana Test", email: "9f2c7a@example.invalid", isCompany: false, taxId: "", registrationNumber: "" },
      billing: place,
      shipping: place,
      lines: [
        {
          id: "9100001",
          offerId: "433",
          sku: "SKU-433",
          name: "Produs A",
          quantity: 1,
          unitPrice: "82.6446",
          vatRate: "0.2100",
          reverseCharge: false,
        },
        {
          id: "9100002",
          offerId: "434",
          sku: "SKU-434",
          name: "Produs B",
          quantity: 2,
          unitPrice: "41.3223",
          vatRate: "0.2100",
          reverseCharge: false,
        },
      ],
      vouchers: [{ id: "2107", name: "Promo", net: "-8.2645", vat: "-1.7355", vatRate: "0.2100" }],
      deposits: [],
      shippingFee: "19.99",
      shippingVatRate: "0.21",
      courierAccounts: null,
      cancellationRequested: false,
    });
  });

  it("is the same order however loosely it is written", () => {
    const loose = {
      id: "501000001",
      type: "3",
      status: "1",
      is_complete: true,
      payment_mode_id: "1",
      payment_status: "0",
      details: "",
      shipping_tax: "19.99",
      shipping_tax_voucher_split: "",
      cashed_co: "",
      cancellation_request: "",
      unheard_of: { a: 1 },
      vouchers: (exampleOrder().vouchers as object[]).map((one) => ({
        ...one,
        voucher_id: "2107",
        sale_price: -8.2645,
      })),
      products: (exampleOrder().products as object[]).map((one) => ({ ...one, recycle_warranties: "", details: [] })),
    };
    expect(map(loose)).toEqual(map());
  });

  it("leaves out cancelled lines and those returned in full, with their vouchers", () => {
    const gone = exampleLine({ id: 7, status: 0 });
    const order = map({ products: [exampleLine(), gone, exampleLine({ id: 8, quantity: "0" })] });
    expect(order.lines.map(({ id }) => id)).toEqual(["9100001"]);
    expect(order.vouchers.map(({ net }) => net)).toEqual(["-8.2645"]);
    expect(map({ products: [gone] }).vouchers).toEqual([]);
  });

  it("counts the deposits of its bottles", () => {
    const deposit = { quantity: "2", sale_price: "0.5000", vat_rate: "0.0000", product_name: "Garanție SGR" };
    const order = map({ products: [exampleLine({ recycle_warranties: [deposit] })], shipping_tax: 0 });
    expect(order.deposits).toEqual([
      { lineId: "9100001", name: "Garanție SGR", quantity: 2, unitPrice: "0.5000", vatRate: "0.0000" },
    ]);
    expect(grossTotal(order)).toBe("91.00");
  });

  it("knows the three kinds of courier restriction", () => {
    const accounts = (value: unknown) => map({ enforced_vendor_courier_accounts: value }).courierAccounts;
    expect([accounts(null), accounts(undefined), accounts([]), accounts(""), accounts(["71", 72])]).toEqual([
      null,
      null,
      [],
      [],
      ["71", "72"],
    ]);
  });

  it("takes the company's name and tax id for a company, and the first usable telephone", () => {
    const company = withCustomer({
      legal_entity: "1",
      company: "Exemplu SRL",
      code: "RO123",
      registration_number: "J12/1",
    });
    expect(company.buyer).toMatchObject({
      name: "Exemplu SRL",
      isCompany: true,
      taxId: "RO123",
      registrationNumber: "J12/1",
    });
    const phones = { shipping_phone: " ", phone_1: "", phone_2: null, phone_3: "0040 (700) 000-009, 0711" };
    expect(withCustomer(phones).shipping.phone).toBe("+40700000009");
    expect(withCustomer({ shipping_phone: "+40 700.000.001" }).shipping.phone).toBe("+40700000001");
  });

  it.each([
    ["Romania", "RO"],
    ["România", "RO"],
    ["RO", "RO"],
    ["България", "BG"],
    ["Magyarország", "HU"],
    ["", "RO"],
    ["de", "DE"],
  ])("writes the country %s as %s", (name, code) => {
    expect(withCustomer({ shipping_country: name }).shipping.country).toBe(code);
  });

  it("has its platform's currency and delivery VAT where the order names none", () => {
    const lines = [exampleLine({ currency: "" })];
    const on = (baseUrl: string, country?: "BG") => map({ products: lines }, platformOf({ baseUrl, country }));
    const money = ({ currency, shippingVatRate }: ChannelOrder) => `${currency} ${shippingVatRate}`;
    expect(money(on("https://marketplace-api.emag.bg/api-3"))).toBe("EUR 0.20");
    expect(money(on("https://marketplace-bg-api.fashiondays.com/api-3"))).toBe("EUR 0.20");
    expect(money(on("https://marketplace-api.emag.hu/api-3"))).toBe("HUF 0.27");
    expect(money(on("http://127.0.0.1:4010/api-3"))).toBe("RON 0.21");
    expect(money(on("http://127.0.0.1:4010/api-3", "BG"))).toBe("EUR 0.20");
    expect(map({ products: [exampleLine({ currency: "BGN" })] }).currency).toBe("BGN");
    expect(map({ currency: "EUR" }).currency).toBe("EUR");
  });

  it("sees a paid card order, a locker, a wish to cancel and missing data", () => {
    const order = map({
      payment_mode_id: 3,
      payment_status: 1,
      cashed_co: 209.99,
      delivery_mode: "pickup",
      is_complete: 0,
      details: { locker_id: "dce0b7cf", locker_name: "easybox", locker_delivery_eligible: 1 },
      cancellation_request: "asked",
    });
    expect(order).toMatchObject({
      payment: { method: "card", paid: true, charged: "209.99" },
      complete: false,
      cancellationRequested: true,
      delivery: { mode: "pickup", lockerId: "dce0b7cf", lockerName: "easybox" },
    });
    expect(cashOnDelivery(order)).toBe("0.00");
  });

  it("never guesses an amount, a status or a way to pay", () => {
    expect(() => map({ status: 9 })).toThrow("status 9 is not known");
    expect(() => map({ payment_mode_id: 4 })).toThrow("payment_mode_id 4 is not known");
    expect(() => map({ products: [exampleLine({ sale_price: "12,50" })] })).toThrow(/amount/);
    expect(() => map({ products: [exampleLine({ vat: null })] })).toThrow();
  });
});
