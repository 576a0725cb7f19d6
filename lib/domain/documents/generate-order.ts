import { add, multiply, round } from "@/lib/domain/money";
import type { ChannelOrder } from "@/lib/domain/orders/order";
import { sampleOrder } from "@/lib/domain/orders/sample-order";

/** A stream of numbers in [0, 1) that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Any order the channel may send, odd ones too: for property tests and benches. */
export function generateOrder(random: () => number, lineCount = 1 + Math.floor(random() * 20)): ChannelOrder {
  const pick = <T>(...values: T[]): T => values[Math.floor(random() * values.length)] as T;
  const cents = (most: number) => (Math.floor(random() * most * 10_000) / 10_000).toFixed(4);
  const place = () => ({
    contact: pick("", "Ana Țest", "Ion Popescu"),
    phone: pick("0700000001", ""),
    country: pick("RO", "RO", "HU", "BG", ""),
    county: pick("Cluj", "București", "jud. Bistrița-Năsăud", "Pest", ""),
    city: pick("Cluj-Napoca", "Sector 3", ""),
    street: pick("Str. Exemplu 1", ""),
    postalCode: pick("400001", ""),
    localityId: pick("8801", null),
  });
  const rate = () => pick("0.2100", "0.1100", "0.0000", "0.27");
  const id = String(500_000_000 + Math.floor(random() * 99_999_999));
  const voucherNet = `-${cents(20)}`;
  const vatRate = rate();
  return sampleOrder({
    id,
    placedAt: `2026-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)} 10:15:20`,
    currency: pick("RON", "HUF", "EUR"),
    buyer: {
      name: pick("Ana Țest", "SC Firmă SRL"),
      email: "9f@example.invalid",
      isCompany: false,
      taxId: "",
      registrationNumber: "",
    },
    billing: place(),
    shipping: place(),
    lines: Array.from({ length: lineCount }, (_, i) => ({
      id: `91${i}`,
      offerId: `43${i}`,
      sku: random() < 0.02 ? "" : `SKU-43${i}`,
      name: pick("Produs A", "Cană 'mare' \"roșie\" — 300 ml"),
      quantity: 1 + Math.floor(random() * 5),
      unitPrice: cents(900),
      vatRate: rate(),
      reverseCharge: random() < 0.05,
    })),
    vouchers:
      random() < 0.3
        ? [{ id: "7", name: pick("", "Promo"), net: voucherNet, vat: round(multiply(voucherNet, vatRate), 4), vatRate }]
        : [],
    deposits:
      random() < 0.2 ? [{ lineId: "910", name: "SGR", quantity: 2, unitPrice: "0.5000", vatRate: "0.0000" }] : [],
    shippingFee: random() < 0.6 ? round(add(cents(30), "0.01"), 2) : pick("0", "0.00"),
    shippingVatRate: pick("0.21", "0.2700"),
  });
}
