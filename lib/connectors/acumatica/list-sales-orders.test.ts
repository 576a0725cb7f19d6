import { describe, expect, it } from "vitest";
import { stored } from "@/lib/connectors/acumatica/sales-orders/example-sales-order";
import { otherwise, scriptedErp } from "@/lib/connectors/acumatica/scripted-erp";
import { wrap } from "@/lib/connectors/acumatica/wire";

const row = (i: number) => ({
  ...stored({ OrderNbr: `EM${String(i).padStart(6, "0")}`, CustomerOrder: String(i), ExternalRef: `EMAG-RO-${i}` }),
  ...wrap({ Date: "2026-03-02T00:00:00+02:00" }),
});

/** An ERP that holds these rows, of which the first `removed` go between the first page and the second. */
function erpWith(total: number, removed = 0) {
  return scriptedErp((request, path) => {
    if (path.includes("/auth/")) return otherwise;
    const { searchParams } = new URL(request.url);
    const [top, skip] = [Number(searchParams.get("$top")), Number(searchParams.get("$skip") ?? 0)];
    const held = Array.from({ length: total }, (_, i) => row(i)).slice(skip > 0 ? removed : 0);
    return { status: 200, json: held.slice(skip, skip + top) };
  });
}

const period = { orderType: "EM", from: "2026-03-01", to: "2026-03-02" };

describe("the list of a period's Sales Orders", () => {
  it("is complete over many pages, each document once, even when some are deleted meanwhile", async () => {
    for (const total of [0, 199, 200, 201, 380, 550]) {
      expect(await erpWith(total).erp.listSalesOrders(period)).toHaveLength(total);
    }
    expect(await erpWith(300, 20).erp.listSalesOrders(period)).toHaveLength(300);
  });

  it("asks for a day more on either side with archived documents, and keeps the days asked for", async () => {
    const { erp, requests } = erpWith(3);
    expect((await erp.listSalesOrders(period)).map(({ date }) => date)).toEqual(Array(3).fill("2026-03-02"));
    const list = requests.find(({ method, path }) => method === "GET" && path.endsWith("/SalesOrder"))?.request;
    expect(list?.headers?.["PX-ApiArchive"]).toBe("SHOW");
    expect(new URL(list?.url ?? "").searchParams.get("$filter")).toBe(
      "OrderType eq 'EM' and Date ge datetimeoffset'2026-02-28T00:00:00' and Date le datetimeoffset'2026-03-04T00:00:00'",
    );
    expect(await erpWith(3).erp.listSalesOrders({ ...period, to: "2026-03-01" })).toEqual([]);
  });
});
