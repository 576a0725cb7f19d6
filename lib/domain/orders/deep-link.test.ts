import { describe, expect, it } from "vitest";
import { deepLink } from "@/lib/domain/orders/deep-link";

describe("the way from an order to its page in the other system", () => {
  it("puts the order's number and type into the address a person gave, so that nothing of them breaks out of it", () => {
    const erp = "https://erp.example/Main?ScreenId=X&OrderType={type}&OrderNbr={number}";
    expect(deepLink(erp, { type: "EM", number: "EM000002" })).toBe(
      "https://erp.example/Main?ScreenId=X&OrderType=EM&OrderNbr=EM000002",
    );
    expect(deepLink("https://shop.example/order/{number}", { number: "1/../2?x=&" })).toBe(
      "https://shop.example/order/1%2F..%2F2%3Fx%3D%26",
    );
  });

  it("leads nowhere without an address, or with one that is no page of the web", () => {
    for (const template of [undefined, "", "javascript:alert('{number}')", "https://shop.example/orders", 7])
      expect(deepLink(template, { number: "1" })).toBeNull();
  });
});
