import type { Channel } from "@/lib/connectors/contract";
import { openChannel } from "@/lib/connectors/emag/channel";
import { settingsSchema } from "@/lib/connectors/emag/settings";
import type { Http, HttpAnswer, HttpRequest } from "@/lib/connectors/http";

/** For tests: what eMAG is to answer next, an error instead of an answer, or what depends on the request. */
export type Script = HttpAnswer | Error | ((request: Sent) => HttpAnswer | Error);

type Sent = HttpRequest & { route: string; json: unknown };

export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): HttpAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const all: Record<string, string> = { "content-type": "application/json", ...headers };
  return {
    status,
    header: (name) => all[name.toLowerCase()] ?? null,
    setCookies: [],
    body: new TextEncoder().encode(text),
    text: () => text,
  };
}

export const success = (results: unknown = []) => answer({ isError: false, messages: [], errors: [], results });

export const refusal = (message: unknown, status = 200) =>
  answer({ isError: true, messages: [message], errors: [], results: [] }, status);

export type Scripted = { channel: Channel; sent: Sent[]; turns: string[]; pauses: number[] };

/** A channel whose calls are answered in turn, the last answer again and again. */
export function scripted(scripts: Script[], settings: Record<string, unknown> = {}): Scripted {
  const base = "https://marketplace-api.emag.ro/api-3";
  const sent: Sent[] = [];
  const turns: string[] = [];
  const pauses: number[] = [];
  const http: Http = async (request) => {
    const route = request.url.replace(/^.*\/api-3\//, "");
    const one: Sent = { ...request, route, json: request.body === undefined ? null : JSON.parse(request.body) };
    const script = scripts[Math.min(sent.length, scripts.length - 1)];
    sent.push(one);
    const reply = typeof script === "function" ? script(one) : script;
    if (reply instanceof Error || !reply) throw reply ?? new Error("no answer is scripted");
    return reply;
  };
  const context = {
    now: () => new Date("2026-09-01T08:00:00Z"),
    sleep: async (ms: number) => {
      pauses.push(ms);
    },
    http,
    takeTurn: async (bucket: string) => {
      turns.push(bucket);
    },
  };
  const input = {
    settings: settingsSchema.parse({ baseUrl: base, ...settings }),
    credentials: { username: "api@carpatic.example", password: "parolă" },
    context,
  };
  return { channel: openChannel(input), sent, turns, pauses };
}

const exampleCustomer = {
  id: 77001,
  name: "Ana Test",
  email: "9f2c7a@example.invalid",
  legal_entity: 0,
  phone_1: "0700000001",
  billing_name: "Ana Test",
  billing_country: "Romania",
  billing_suburb: "Cluj",
  billing_city: "Cluj-Napoca",
  billing_locality_id: "8801",
  billing_street: "Str. Exemplu 1",
  billing_postal_code: "400001",
  shipping_contact: "Ana Test",
  shipping_phone: "0700000001",
  shipping_country: "Romania",
  shipping_suburb: "Cluj",
  shipping_city: "Cluj-Napoca",
  shipping_locality_id: "8801",
  shipping_street: "Str. Exemplu 1",
  shipping_postal_code: "400001",
};

const exampleVoucher = {
  voucher_id: 2107,
  voucher_name: "Promo",
  sale_price: "-8.2645",
  sale_price_vat: "-1.7355",
  vat: "0.2100",
  status: 1,
};

/** The example order of emag-api.md §4.6, gross 209.99. */
export function exampleOrder(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 501000001,
    vendor_name: "Demo Seller",
    type: 3,
    parent_id: null,
    date: "2026-09-01 10:15:20",
    modified: "2026-09-01 10:15:22",
    status: 1,
    is_complete: 1,
    payment_mode: "RAMBURS",
    payment_mode_id: 1,
    detailed_payment_method: "RAMBURS",
    payment_status: 0,
    cashed_co: null,
    cashed_cod: 0,
    delivery_mode: "courier",
    details: [],
    shipping_tax: 19.99,
    shipping_tax_voucher_split: [],
    customer: { ...exampleCustomer },
    products: [
      exampleLine(),
      exampleLine({
        id: 9100002,
        product_id: "434",
        part_number: "SKU-434",
        name: "Produs B",
        quantity: 2,
        sale_price: "41.3223",
        product_voucher_split: [],
      }),
    ],
    vouchers: [{ ...exampleVoucher }],
    attachments: [],
    proforms: [],
    cancellation_request: null,
    has_editable_products: 1,
    refunded_amount: "0",
    refund_status: null,
    maximum_date_for_shipment: "2026-09-03 10:15:20",
    finalization_date: null,
    late_shipment: 0,
    emag_club: 0,
    weekend_delivery: 0,
    enforced_vendor_courier_accounts: null,
    ...changes,
  };
}

export function exampleLine(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 9100001,
    product_id: "433",
    part_number: "SKU-433",
    part_number_key: "DABCD1234",
    name: "Produs A",
    status: 1,
    quantity: 1,
    initial_qty: 1,
    storno_qty: 0,
    sale_price: "82.6446",
    vat: "0.2100",
    currency: "RON",
    retained_amount: 0,
    reversible_vat_charging: 0,
    product_voucher_split: [
      { voucher_id: 2107, value: "-8.2645", vat_value: "-1.7355", vat: "0.2100", offered_by: "emag" },
    ],
    ...changes,
  };
}
