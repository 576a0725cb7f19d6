import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { document, open, reachTwinSite } from "@/lib/connectors/acumatica/twin-site";
import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";

const twin = createAcumaticaTwin();
beforeAll(async () => reachTwinSite(await twin.start()));
afterAll(() => twin.stop());

describe("Test connection", () => {
  it("names a numbering and a tax zone that are not as the settings say", async () => {
    const erp = open();
    await erp.createSalesOrder(document("1"));
    await erp.createSalesOrder(document("243987113", { orderType: "EC", number: "243987113", taxZone: "ROVAT" }));
    const found = await erp.test({
      ...{ orderTypes: ["EM", "EC"], customers: [], warehouses: [], items: [] },
      ...{ numberedByChannel: ["EM", "EC"], taxZones: ["ROVAT", "ROVATT"] },
    });
    const auto = await erp.test({
      ...{ orderTypes: ["EM", "EC"], customers: [], warehouses: [], items: [], numberedByChannel: [] },
    });
    await erp.close();
    const said = (list: typeof found, subject: string) => {
      const finding = list.find((one) => one.subject === subject);
      return finding?.problem?.params.message ?? finding?.note;
    };
    expect(said(found, "numbering EM")).toMatch(/^EM000001 ≠ 1 /);
    expect(said(found, "numbering EC")).toBe("243987113");
    expect(said(auto, "numbering EC")).toMatch(/^243987113 = 243987113/);
    expect(said(auto, "numbering EM")).toBe("EM000001");
    expect([said(found, "taxZone ROVAT"), said(found, "taxZone ROVATT")]).toEqual(["243987113", "unseen-tax-zone"]);
  });
});
