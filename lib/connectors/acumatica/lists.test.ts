import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { control, document, open, reachTwinSite } from "@/lib/connectors/acumatica/twin-site";
import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";

const twin = createAcumaticaTwin({ maxApiUsers: 2 });

beforeAll(async () => reachTwinSite(await twin.start()));
afterAll(() => twin.stop());
afterEach(() => control("POST", "reset"));

describe("what a new integration may be set up with", () => {
  it("comes from the ERP's own items and documents, most used first", async () => {
    const erp = open();
    expect(await erp.readLists()).toMatchObject({ orderTypes: [], customers: [] });
    for (const id of ["1", "2"]) await erp.createSalesOrder(document(id));
    await erp.createSalesOrder(document("3", { orderType: "SO" }));
    const { orderTypes, customers, warehouses } = await erp.readLists();
    expect(orderTypes).toEqual(["EM", "SO"]);
    expect(customers).toEqual(["EMAG"]);
    expect(warehouses[0]).toBe("MAIN");
    await erp.close();
  });
});
