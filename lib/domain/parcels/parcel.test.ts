import { describe, expect, it } from "vitest";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import {
  answeredOrder,
  askedFields,
  cleanAnswer,
  parcelProblem,
  shipmentToHandOver,
} from "@/lib/domain/parcels/parcel";

describe("the shipment that is handed over", () => {
  it("is the first confirmed one, whatever lies open or cancelled before it", () => {
    const shipments = [
      { number: "1", status: "Canceled" },
      { number: "2", status: "Open" },
      { number: "3", status: "Confirmed" },
      { number: "4", status: "Completed" },
    ];
    expect(shipmentToHandOver(shipments)?.number).toBe("3");
    expect(shipmentToHandOver(shipments.slice(0, 2))?.number).toBe("2");
    expect(shipmentToHandOver(shipments.slice(0, 1))).toBeNull();
  });
});

describe("what a parcel lacks is asked before the call that costs one", () => {
  it.each([
    [null, null],
    [["71"], null],
    [[], "parcel-not-allowed"],
  ])("courier accounts %j: %s", (courierAccounts, code) => {
    expect(parcelProblem(sampleOrder({ courierAccounts }))?.code ?? null).toBe(code);
  });

  it("names every missing field at once, the locker of a locker order among them", () => {
    const { shipping, delivery } = sampleOrder();
    const order = sampleOrder({
      shipping: { ...shipping, phone: "12", localityId: null },
      delivery: { ...delivery, mode: "pickup", lockerId: null },
    });
    expect(parcelProblem(order)?.params.field).toBe("shipping_phone, shipping_locality_id, locker_id");
  });
});

describe("a person's answer", () => {
  const { shipping } = sampleOrder();
  const lacking = sampleOrder({ shipping: { ...shipping, phone: "12", localityId: null } });
  const answers = {
    shipping_phone: { value: "0722000111", instead: "12" },
    shipping_locality_id: { value: "8801", instead: "" },
  };

  it("fills what was asked, and nothing else of the order", () => {
    const stopped = parcelProblem(lacking);
    expect(askedFields(stopped)).toEqual(["shipping_phone", "shipping_locality_id"]);
    const order = answeredOrder(lacking, answers);
    expect(parcelProblem(order)).toBeNull();
    expect(order).toEqual({ ...lacking, shipping: { ...shipping, phone: "0722000111", localityId: "8801" } });
    expect(answeredOrder(lacking, {})).toEqual(lacking);
  });

  it("gives way to the channel once that says something else, so that no parcel follows an old address", () => {
    const moved = sampleOrder({ shipping: { ...shipping, phone: "0744000222", localityId: "8802" } });
    expect(answeredOrder(moved, answers)).toEqual(moved);
  });

  it("is taken only where eMAG would take it (emag-api.md §6.1)", () => {
    expect(cleanAnswer("shipping_phone", "+40 (722) 000-111")).toBe("+40722000111");
    for (const phone of ["1234567", "123456789012", "07x2000111", ""])
      expect(cleanAnswer("shipping_phone", phone)).toBeNull();
    expect(cleanAnswer("shipping_locality_id", " 8801 ")).toBe("8801");
    for (const place of ["0", "8801.5", "Cluj"]) expect(cleanAnswer("shipping_locality_id", place)).toBeNull();
    expect(cleanAnswer("shipping_street", "  ab ")).toBeNull();
    expect(cleanAnswer("shipping_street", "x".repeat(256))).toBeNull();
  });
});
