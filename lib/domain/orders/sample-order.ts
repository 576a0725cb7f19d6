import type { ChannelOrder } from "@/lib/domain/orders/order";

/** The example order of emag-api.md §4.6, gross 209.99: shows which parts an order has. */
export function sampleOrder(change: Partial<ChannelOrder> = {}): ChannelOrder {
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
  const line = { reverseCharge: false, vatRate: "0.2100" };
  return {
    id: "501000001",
    fulfilment: "seller",
    status: "in-progress",
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
      { ...line, id: "9100001", offerId: "433", sku: "SKU-433", name: "Produs A", quantity: 1, unitPrice: "82.6446" },
      { ...line, id: "9100002", offerId: "434", sku: "SKU-434", name: "Produs B", quantity: 2, unitPrice: "41.3223" },
    ],
    vouchers: [{ id: "2107", name: "Promo", net: "-8.2645", vat: "-1.7355", vatRate: "0.2100" }],
    deposits: [],
    shippingFee: "19.99",
    shippingVatRate: "0.21",
    courierAccounts: null,
    cancellationRequested: false,
    ...change,
  };
}
