import { describe, expect, it } from "vitest";
import { otherwise, problemOf, type Reply, scriptedErp } from "@/lib/connectors/acumatica/scripted-erp";
import { wrap } from "@/lib/connectors/acumatica/wire";

const erpWith = (reply: (method: string) => Reply) =>
  scriptedErp((request, path) => (path.includes("/auth/") ? otherwise : reply(request.method)));

const shipment = (fields: object = {}) => ({ ...wrap({ ShipmentNbr: "000069", Status: "Confirmed" }), ...fields });

describe("a shipment", () => {
  it.each([
    ["Open", false],
    ["On Hold", false],
    ["Confirmed", true],
    ["Partially Invoiced", true],
    ["Invoiced", true],
    ["Completed", true],
    ["Canceled", false],
  ])("in status %s has left: %s", async (Status, left) => {
    const { erp } = erpWith(() => ({ status: 200, json: { ...shipment(), ...wrap({ Status }) } }));
    expect((await erp.readShipment("000069")).confirmed).toBe(left);
  });

  it("takes a weight of zero for one nobody entered", async () => {
    const json = shipment({
      ...wrap({ PackageWeight: 0, ShippedWeight: 2.5 }),
      Packages: [{ id: "p1", ...wrap({ Weight: 0 }) }],
    });
    const found = await erpWith(() => ({ status: 200, json })).erp.readShipment("000069");
    expect(found).toMatchObject({ weight: "2.5", packages: [{ lineId: "p1", trackingNumber: null, weight: null }] });
  });

  it("gets the number on its first package, or a package where it has none, and never becomes a new shipment", async () => {
    for (const [packages, row] of [
      [[{ id: "p1" }, { id: "p2" }], { id: "p1", ...wrap({ TrackingNbr: "AWB1" }) }],
      [[], wrap({ TrackingNbr: "AWB1" })],
    ]) {
      const { erp, requests } = erpWith((method) => ({
        status: 200,
        json: shipment({ Packages: method === "PUT" ? [wrap({ TrackingNbr: "AWB1" })] : packages }),
      }));
      await erp.writeTracking("000069", "AWB1");
      const put = requests.find(({ method }) => method === "PUT")?.request;
      expect(put?.headers?.["If-Match"]).toBe("*");
      expect(JSON.parse(put?.body ?? "")).toEqual({ ...wrap({ ShipmentNbr: "000069" }), Packages: [row] });
    }
  });

  it("is left alone when the number is there, and complained about when the ERP dropped it", async () => {
    const there = erpWith(() => ({ status: 200, json: shipment({ Packages: [wrap({ TrackingNbr: "AWB1" })] }) }));
    await there.erp.writeTracking("000069", "AWB1");
    expect(there.requests.some(({ method }) => method === "PUT")).toBe(false);
    const dropped = erpWith(() => ({ status: 200, json: shipment() }));
    expect((await problemOf(dropped.erp.writeTracking("000069", "AWB1"))).code).toBe("value-discarded");
  });
});

describe("an invoice", () => {
  const key = { type: "Credit Memo", number: "CM000012" };
  const line = (OrderNbr: string) => wrap({ OrderType: "EM", OrderNbr });
  const read = (fields: object) =>
    erpWith(() => ({ status: 200, json: { ...wrap({ Status: "Open" }), ...fields } })).erp.readInvoice(key);

  it.each([
    ["Balanced", false],
    ["On Hold", false],
    ["Open", true],
    ["Closed", true],
    ["Canceled", false],
    ["Voided", false],
  ])("in status %s may be sent: %s", async (Status, released) => {
    expect((await read(wrap({ Status }))).released).toBe(released);
  });

  it("names every order of its lines once", async () => {
    const found = await read({ Details: [line("EM1"), line("EM1"), line("EM2"), {}] });
    expect(found.orders.map(({ number }) => number)).toEqual(["EM1", "EM2"]);
  });

  it("has files by their bare names, or none yet", async () => {
    const filename = "Stock Items (CHAIR-01            )\\a\\x.pdf";
    const files = [
      { id: "1", filename, href: "/erp/files/1", comment: null },
      { id: "2", filename: "y.pdf", href: "/erp/files/2" },
    ];
    expect((await read({ files })).files.map(({ name }) => name)).toEqual(["x.pdf", "y.pdf"]);
    expect((await read({})).files).toEqual([]);
  });
});

describe("a file", () => {
  const file = { id: "1", name: "x.pdf", href: "/erp/entity/Default/24.200.001/files/1" };

  it("is asked for at the origin, as bytes", async () => {
    const { erp, requests } = erpWith(() => ({ status: 200, text: "%PDF-1.7" }));
    expect(new TextDecoder().decode(await erp.downloadFile(file, 100))).toBe("%PDF-1.7");
    const get = requests[1]?.request;
    expect(get?.url).toBe("https://erp.example/erp/entity/Default/24.200.001/files/1");
    expect(get).toMatchObject({ maxBytes: 100, headers: { Accept: "application/octet-stream" } });
  });

  it("is not the sign-in page", async () => {
    const page: Reply = { status: 200, text: "<html></html>", headers: { "content-type": "text/html; charset=utf-8" } };
    expect((await problemOf(erpWith(() => page).erp.downloadFile(file, 100))).kind).toBe("transient");
  });
});
