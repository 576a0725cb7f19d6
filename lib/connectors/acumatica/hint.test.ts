import { describe, expect, it } from "vitest";
import { readHint } from "@/lib/connectors/acumatica/hint";

const url = new URL("https://megzo.example/api/webhooks/x/y");

describe("a push notification", () => {
  it("names the items and orders of all its rows, without padding and once each", () => {
    const body = JSON.parse(`{
      "Inserted": [{ "InventoryID": "CHAIR-01            ", "QtyAvail": 11.0 }, { "OrderType": "EM", "OrderNbr": "EM000001  " }],
      "Deleted": [{ "InventoryID": "CHAIR-01            " }, { "InventoryID": "LAMP-02" }, { "OrderNbr": "EM000002" }],
      "Query": "EMAG-Stock", "CompanyId": "PROD", "Id": "1af4d140", "TimeStamp": 639080123456789012, "AdditionalInfo": {} }`);
    expect(readHint(url, body)).toEqual({
      deliveryId: "1af4d140:EMAG-Stock",
      orders: [{ orderType: "EM", number: "EM000001" }],
      items: ["CHAIR-01", "LAMP-02"],
    });
  });

  it.each([
    [null],
    ["text"],
    [[]],
    [{}],
    [{ Id: 1, Query: "Q", Inserted: "x", Deleted: [null] }],
    [{ Inserted: [{ InventoryID: 12 }] }],
  ])("says nothing in another shape: %j", (body) => {
    expect(readHint(url, body)).toEqual({ deliveryId: null, orders: [], items: [] });
  });
});
