import { describe, expect, it } from "vitest";
import { otherwise, problemOf, scriptedErp } from "@/lib/connectors/acumatica/scripted-erp";
import { wrap } from "@/lib/connectors/acumatica/wire";

const wanted = { warehouses: ["MAIN"], quantity: "available" as const };

describe("the stock feed", () => {
  it("takes the asked quantity of the asked warehouse, and no number for none", async () => {
    const rows = [
      wrap({ InventoryID: "CHAIR-01   ", WarehouseID: "MAIN  ", QtyAvailable: -2.5, QtyHardAvailable: 4 }),
      { ...wrap({ InventoryID: "LAMP", WarehouseID: "MAIN", QtyHardAvailable: 1 }), QtyAvailable: {} },
      wrap({ InventoryID: "CHAIR-01", WarehouseID: "OUTLET", QtyAvailable: 9 }),
    ];
    const { erp, requests } = scriptedErp((_request, path) =>
      path.includes("/auth/") ? otherwise : { status: 200, json: { StorageDetails: rows } },
    );
    expect(await erp.readStock(wanted)).toEqual([
      { itemId: "CHAIR-01", warehouseId: "MAIN", quantity: -2.5 },
      { itemId: "LAMP", warehouseId: "MAIN", quantity: null },
    ]);
    expect(
      (await erp.readStock({ ...wanted, quantity: "availableForShipping" })).map(({ quantity }) => quantity),
    ).toEqual([4, 1]);
    expect(JSON.parse(requests[1]?.request.body ?? "")).toEqual(wrap({ WarehouseID: "MAIN" }));
  });

  const row = JSON.stringify(wrap({ InventoryID: "LAMP", WarehouseID: "MAIN", QtyAvailable: 1 }));
  it.each([
    ["the rows are missing", "{}"],
    ["it is empty", ""],
    ["it breaks off between two rows", `{"StorageDetails":[${row},`],
    ["it breaks off after the last row", `{"StorageDetails":[${row}]`],
    ["a row is none", `{"StorageDetails":[${row},7]}`],
    ["it is a page for people", "<html>"],
  ])("is a failure, not an empty shop, when %s", async (_, text) => {
    const { erp } = scriptedErp((_request, path) => (path.includes("/auth/") ? otherwise : { status: 200, text }));
    expect((await problemOf(erp.readStock(wanted))).kind).toBe("transient");
  });

  it("follows the pages of an inquiry, whatever its captions and padding", async () => {
    const { erp, requests } = scriptedErp(
      (_request, path) => {
        if (path.includes("/auth/")) return otherwise;
        if (path.includes("$skip"))
          return { status: 200, json: { value: [{ InventoryCD: "LAMP", SiteCD: "MAIN", QtyAvail: "n/a" }] } };
        return {
          status: 200,
          json: {
            value: [
              { InventoryID: "CHAIR-01            ", Warehouse: "MAIN      ", QtyAvailable: "12.000000" },
              { InventoryID: "CHAIR-01            ", Warehouse: "OUTLET    ", QtyAvailable: "3.000000" },
            ],
            "@odata.nextLink": "http://erp.example/erp/t/PROD/api/odata/gi/Emag%20Stock?$skip=2",
          },
        };
      },
      { stockSource: "odata", stockInquiry: "Emag Stock" },
    );
    expect(await erp.readStock(wanted)).toEqual([
      { itemId: "CHAIR-01", warehouseId: "MAIN", quantity: 12 },
      { itemId: "LAMP", warehouseId: "MAIN", quantity: null },
    ]);
    expect(requests.map(({ path }) => path).slice(1)).toEqual(Array(2).fill("/erp/t/PROD/api/odata/gi/Emag%20Stock"));
    expect(requests[2]?.request.url.startsWith("https://erp.example/")).toBe(true);
  });

  it("puts sums without warehouses under the first one, and has none for shipping", async () => {
    const json = { Results: [wrap({ InventoryID: "CHAIR-01", QtyAvailable: 7 })] };
    const { erp } = scriptedErp((_request, path) => (path.includes("/auth/") ? otherwise : { status: 200, json }), {
      stockSource: "quantity-available",
    });
    expect(await erp.readStock(wanted)).toEqual([{ itemId: "CHAIR-01", warehouseId: "MAIN", quantity: 7 }]);
    const problem = await problemOf(erp.readStock({ ...wanted, quantity: "availableForShipping" }));
    expect(problem.code).toBe("settings-missing");
  });
});
