import { describe, expect, it } from "vitest";
import { readWakeUp } from "@/lib/connectors/acumatica/wake-up";

const url = new URL("https://megzo.example/api/webhooks/x/y");

describe("a push notification", () => {
  it("names the items and orders of all its rows, without padding and once each", () => {
    const source = `{
      "Inserted": [{ "InventoryID": "CHAIR-01            ", "QtyAvail": 11.0 }, { "OrderType": "EM", "OrderNbr": "EM000001  " }],
      "Deleted": [{ "InventoryID": "CHAIR-01            " }, { "InventoryID": "LAMP-02" }, { "OrderNbr": "EM000002" }],
      "Query": "EMAG-Stock", "CompanyId": "PROD", "Id": "1af4d140", "TimeStamp": 639080123456789012, "AdditionalInfo": {} }`;
    expect(readWakeUp(url, source)).toEqual({
      deliveryId: "1af4d140:EMAG-Stock:id",
      query: "EMAG-Stock",
      timeStamp: "639080123456789012",
      rows: 5,
      orders: [{ orderType: "EM", number: "EM000001" }],
      items: ["CHAIR-01", "LAMP-02"],
    });
  });

  it("is told from its other half, which may come by itself", () => {
    const half = (name: string) =>
      readWakeUp(url, JSON.stringify({ [name]: [{ InventoryID: "LAMP" }], Query: "Q", Id: "1" })).deliveryId;
    expect([half("Inserted"), half("Deleted")]).toEqual(["1:Q:i", "1:Q:d"]);
  });

  it.each([
    ["null"],
    ['"text"'],
    ["[]"],
    ["{}"],
    ["order_id=5"],
    ['{ "Id": {}, "Query": "Q", "Inserted": "x", "Deleted": [null] }'],
    ['{ "Inserted": [{ "InventoryID": [] }] }'],
  ])("says nothing in another shape: %s", (source) => {
    expect(readWakeUp(url, source)).toMatchObject({ deliveryId: null, orders: [], items: [] });
  });
});
