import { describe, expect, it } from "vitest";
import { erpWith, exampleSalesOrder, stored } from "@/lib/connectors/acumatica/sales-orders/example-sales-order";
import {
  endpoint,
  exception,
  otherwise,
  problemOf,
  type Reply,
  type Script,
  scriptedErp,
} from "@/lib/connectors/acumatica/scripted-erp";
import { wrap } from "@/lib/connectors/acumatica/wire";
import { HttpFailure } from "@/lib/connectors/http";

describe("looking for Sales Orders", () => {
  it("asks for many references at once, archived ones too, each call within the address length", async () => {
    const { erp, requests } = erpWith({ status: 500 });
    const references = Array.from({ length: 40 }, (_, i) => ({
      orderType: i < 30 ? "EM" : "EC",
      customerOrder: `24398711${i}`,
      externalRef: `EMAG-RO-24398711${i}`,
    }));
    expect(await erp.findSalesOrders(references)).toEqual([]);
    const looks = requests.filter(({ path }) => path === `${endpoint}/SalesOrder`).map(({ request }) => request);
    expect(looks.length).toBeLessThanOrEqual(5);
    const filters = looks.map(({ url }) => new URL(url).searchParams.get("$filter") ?? "");
    for (const { customerOrder, externalRef, orderType } of references) {
      const clause = `CustomerOrder eq '${customerOrder}' or ExternalRef eq '${externalRef}'`;
      expect(
        filters.filter((filter) => filter.includes(clause) && filter.startsWith(`OrderType eq '${orderType}' and (`)),
      ).toHaveLength(1);
    }
    for (const look of looks) {
      expect(new URL(look.url).search.length).toBeLessThan(2048);
      expect(look.headers?.["PX-ApiArchive"]).toBe("SHOW");
      expect(look.url).toContain("$top=");
    }
  });

  it("reads on while pages come back full, and shows each document once", async () => {
    const all = Array.from({ length: 250 }, (_, i) =>
      stored({ OrderNbr: `EM${i}`, Status: i === 0 ? "Canceled" : "Open" }),
    );
    const { erp } = scriptedErp((_request, path) => {
      if (path.includes("/auth/")) return otherwise;
      const skip = Number(/\$skip=(\d+)/.exec(path)?.[1] ?? 0);
      return { status: 200, json: all.slice(Math.max(0, skip - 1), skip + 200 - (skip ? 1 : 0)) };
    });
    const found = await erp.findSalesOrders([exampleSalesOrder]);
    expect(found).toHaveLength(250);
    expect(found[0]).toMatchObject({ number: "EM0", cancelled: true });
  });

  it("looks for nothing without references", async () => {
    const { erp, requests } = erpWith({ status: 200 });
    expect(await erp.findSalesOrders([])).toEqual([]);
    expect(requests).toEqual([]);
  });
});

describe("what became of a Sales Order", () => {
  const key = { orderType: "EM", number: "EM000001" };
  const script =
    (json: unknown): Script =>
    (_request, path) =>
      path.includes("/auth/") ? otherwise : { status: 200, json };

  it("lists shipments and invoices once, without placeholders", async () => {
    const row = (ShipmentNbr: string, InvoiceNbr: string) =>
      wrap({ ShipmentNbr, Status: "Confirmed", InvoiceType: "Invoice", InvoiceNbr });
    const json = {
      ...stored(),
      Shipments: [row("000001", "INV1"), row("000002", "INV1"), row("<NEW>", "INV2"), row("000003", "")],
    };
    const progress = await scriptedErp(script(json)).erp.readProgress(key);
    expect(progress.shipments.map(({ number }) => number)).toEqual(["000001", "000002", "000003"]);
    expect(progress.invoices.map(({ number }) => number)).toEqual(["INV1", "INV2"]);
  });

  it("says so when it is gone", async () => {
    const none = exception(
      "No entity satisfies the condition.",
      "PX.Api.ContractBased.NoEntitySatisfiesTheConditionException",
    );
    const { erp } = scriptedErp((_request, path) =>
      path.includes("/auth/") ? otherwise : { status: 500, json: none },
    );
    expect(await problemOf(erp.readProgress(key))).toMatchObject({ code: "refused", kind: "rejected" });
  });
});

describe("cancelling a Sales Order", () => {
  const key = { orderType: "EM", number: "EM000001" };
  /** Cancelled from the `after`-th read on; the action is accepted and its status answers `poll`. */
  const cancelling = (after: number, poll: Reply | HttpFailure) => {
    let reads = 0;
    return scriptedErp((request, path) => {
      if (path.includes("/auth/")) return otherwise;
      if (request.method === "POST")
        return { status: 202, headers: { location: `${endpoint}/SalesOrder/CancelSalesOrder/status/1` } };
      if (path.includes("/status/")) return poll;
      reads += 1;
      return { status: 200, json: stored({ Status: reads >= after ? "Canceled" : "Open" }) };
    });
  };

  it("does nothing to one that is cancelled", async () => {
    const { erp, requests } = cancelling(1, { status: 204 });
    await erp.cancelSalesOrder(key);
    expect(requests.some(({ request }) => request.method === "POST" && request.url.includes("Cancel"))).toBe(false);
  });

  it("counts what the ERP shows, whatever became of the status", async () => {
    for (const poll of [{ status: 204 }, { status: 404 }, { status: 502 }, new HttpFailure("connect", false, "down")]) {
      await cancelling(2, poll).erp.cancelSalesOrder(key);
      const { kind } = await problemOf(cancelling(9, poll).erp.cancelSalesOrder(key));
      expect(kind).toBe("status" in poll && poll.status === 204 ? "rejected" : "unknown");
    }
  });

  it("stays in doubt about an action that never ends", async () => {
    const { erp, pauses } = cancelling(9, { status: 202 });
    expect((await problemOf(erp.cancelSalesOrder(key))).kind).toBe("unknown");
    expect(pauses).toEqual(Array(120).fill(1000));
  });

  it("passes the ERP's refusal on", async () => {
    const { erp } = cancelling(9, { status: 500, json: exception("Cancel Order is not available.") });
    expect(await problemOf(erp.cancelSalesOrder(key))).toMatchObject({
      kind: "rejected",
      params: { message: "Cancel Order is not available." },
    });
  });
});
