import { describe, expect, it } from "vitest";
import { parcelProblem, shipmentToHandOver } from "@/lib/domain/parcel";
import { sampleOrder } from "@/lib/domain/sample-order";

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
