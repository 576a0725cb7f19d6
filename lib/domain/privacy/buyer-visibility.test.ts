import { describe, expect, it } from "vitest";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { mask, maskedLeaves, maskedOrder, withoutWords } from "@/lib/domain/privacy/buyer-visibility";

const address = {
  contact: "Ioana Pop",
  phone: "0722123456",
  country: "RO",
  county: "Cluj",
  city: "Gilău",
  street: "Str. Lungă 7",
  postalCode: "407310",
  localityId: "8801",
};
const order = {
  ...sampleOrder({ id: "1" }),
  buyer: { name: "Pop SRL", email: "ioana@pop.example", isCompany: true, taxId: "RO77", registrationNumber: "J12/7" },
  billing: address,
  shipping: { ...address, street: "Str. Scurtă 9" },
  delivery: { mode: "pickup", lockerId: "L-55", lockerName: "easybox Gilău" },
};
/** What tells of nobody: which country, and how the parcel goes. */
const open = ["country", "isCompany", "mode"];

describe("a masked order", () => {
  it("hides every part of the buyer, both addresses and the locker, a part added later included", () => {
    const { buyer, billing, shipping, delivery } = maskedOrder(order);
    for (const part of [buyer, billing, shipping, delivery])
      for (const [name, value] of Object.entries(part)) if (!open.includes(name)) expect(value, name).toBe(mask);
  });

  it("keeps goods, prices and the country, for these are what support works on", () => {
    const masked = maskedOrder(order);
    expect(masked.lines).toEqual(order.lines);
    expect(masked.billing.country).toBe("RO");
  });

  it("leaves empty what is empty, so that a missing phone is seen to be missing", () => {
    expect(maskedOrder({ ...order, shipping: { ...address, phone: "" } }).shipping.phone).toBe("");
  });
});

it("shows of a foreign record the names of its fields and no value, whatever the field is called", () => {
  expect(maskedLeaves({ customer: { phone_3: "0722", kids: [1, null] }, note: "" })).toEqual({
    customer: { phone_3: mask, kids: [mask, null] },
    note: "",
  });
});

it("hides a buyer's words in what people and other systems wrote", () => {
  const words = ["ioana pop", "0722123456", "str. lungă 7"];
  expect(withoutWords({ comment: "Sun-o pe IOANA POP la 0722123456, Str. LUNGĂ 7", n: 1 }, words)).toEqual({
    comment: `Sun-o pe ${mask} la ${mask}, ${mask}`,
    n: 1,
  });
});
