import { describe, expect, it } from "vitest";
import { type CourierAccount, chooseCourier } from "@/lib/domain/parcels/courier";

const account = (id: string, more: Partial<CourierAccount> = {}): CourierAccount => ({
  id,
  name: `Account ${id}`,
  courier: "Sameday",
  active: true,
  forOrders: true,
  toLockers: false,
  ...more,
});
const order = (courierAccounts: string[] | null, lockerId: string | null = null) => ({
  id: "501000001",
  courierAccounts,
  delivery: { mode: lockerId ? "pickup" : "courier", lockerId, lockerName: null },
});

describe("the courier account of a parcel", () => {
  it("is the seller's own choice, and the channel's default where there is none", () => {
    expect(chooseCourier(order(null), "1", [account("1")])).toEqual({ id: "1" });
    expect(chooseCourier(order(null), null, [account("1")])).toEqual({ id: null });
  });

  it("is one the order names, the seller's choice first where it is among them", () => {
    expect(chooseCourier(order(["2", "3"]), "3", [account("2"), account("3")])).toEqual({ id: "3" });
    expect(chooseCourier(order(["2", "3"]), "1", [account("1"), account("2")])).toEqual({ id: "2" });
  });

  it("skips accounts that are off, for returns only, or do not go to lockers", () => {
    const accounts = [account("1", { active: false }), account("2", { forOrders: false }), account("3")];
    expect(chooseCourier(order(["1", "2", "3"]), null, accounts)).toEqual({ id: "3" });
    const lockers = [...accounts, account("4", { toLockers: true })];
    expect(chooseCourier(order(["3", "4"], "L1"), null, lockers)).toEqual({ id: "4" });
    expect(chooseCourier(order(null, "L1"), null, lockers)).toEqual({ id: "4" });
  });

  it("is refused by name with its reason before a call is made", () => {
    expect(chooseCourier(order(null, "L1"), "3", [account("3")])).toMatchObject({
      code: "courier-unsuitable",
      params: { account: "Account 3", reason: "no-lockers" },
    });
    expect(chooseCourier(order(["1"]), null, [account("1", { active: false })])).toMatchObject({
      params: { reason: "inactive" },
    });
  });

  it("is left to the channel where nothing is known of it", () => {
    expect(chooseCourier(order(["9"], "L1"), null, [])).toEqual({ id: "9" });
    expect(chooseCourier(order(null, "L1"), "3", [account("3", { toLockers: null })])).toEqual({ id: "3" });
  });
});
