import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ConnectorContext } from "@/lib/connectors/contract";
import { channels, erps } from "@/lib/connectors/registry";

const root = fileURLToPath(new URL("../..", import.meta.url));

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return sources(path);
    if (!/\.tsx?$/.test(name) || /\.test\.tsx?$/.test(name)) return [];
    return [{ path, text: readFileSync(join(root, path), "utf8") }];
  });
}

/** Helpers of the connectors' own tests, which no product code imports. */
const isTestHelper = (path: string) => /twin-site\.ts$|scripted(-http)?\.ts$|fixtures\.ts$/.test(path);
const product = (folder: string) => sources(folder).filter(({ path }) => !isTestHelper(path));

const found = (folder: string, pattern: RegExp) =>
  [
    ...new Set(product(folder).flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""))),
  ].sort();

const context = {} as ConnectorContext;
const writing =
  /^(create|make|save|write|put|post|set|send|attach|push|release|cancel|finalise|acknowledge|hold|correct|number|issue|report|submit|delete|remove|void|print|email)/;

describe("no fiscal document is made, numbered or changed (P6)", () => {
  it("an ERP can be told to create, hold and cancel Sales Orders and to keep a tracking number, and nothing else", () => {
    for (const { open } of Object.values(erps)) {
      const settings = { baseUrl: "https://erp.example/site", endpoint: "Default", version: "24.200.001", tenant: "T" };
      const erp = open({ settings, credentials: { method: "password", username: "u", password: "p" }, context });
      const allowed = ["cancelSalesOrder", "createSalesOrder", "holdSalesOrder", "writeTracking"];
      const writes = Object.keys(erp).filter((name) => writing.test(name));
      expect(writes.filter((name) => !allowed.includes(name))).toEqual([]);
      expect(writes).toContain("createSalesOrder");
      expect(
        Object.keys(erp)
          .filter((name) => /invoice|memo|tax|fiscal/i.test(name))
          .sort(),
      ).toEqual(["listChangedInvoices", "readInvoice"]);
    }
  });

  it("a channel can be handed an address of an invoice, and has no method that makes one", () => {
    for (const { open } of Object.values(channels)) {
      const settings = { baseUrl: "https://marketplace-api.emag.ro/api-3", saveWrapper: "data" };
      const channel = open({ settings, credentials: { username: "u", password: "p" }, context });
      expect(Object.keys(channel).filter((name) => /invoice|fiscal|proforma|receipt/i.test(name))).toEqual([
        "attachInvoice",
      ]);
    }
  });

  it("the ERP connector writes to Sales Orders and Shipments only, and runs one action", () => {
    const folder = "lib/connectors/acumatica";
    const writers = product(folder).filter(({ text }) => text.includes("client.write("));
    expect(writers.length).toBeGreaterThan(1);
    const entities = writers.flatMap(({ path, text }) =>
      [...text.matchAll(/entity\([`"](\w+)/g)].map(([, name]) => `${path.split("/").at(-1)} ${name}`),
    );
    expect(entities.filter((one) => !/ (SalesOrder|Shipment)$/.test(one))).toEqual([]);
    expect(found(folder, /client\.act\("([^"]+)"/g)).toEqual(["SalesOrder/CancelSalesOrder"]);
    const actions =
      /(?:ReleaseSalesInvoice|PrepareSalesInvoice|PrepareInvoice|ReleaseInvoice|CorrectInvoice|CancelInvoice)/;
    expect(product(folder).filter(({ text }) => actions.test(text))).toEqual([]);
  });

  it("the channel connector writes to six routes, none of them the channel's own invoicing", () => {
    const folder = "lib/connectors/emag";
    const writes = /client\.(?:save|act|patch)\(\s*["`]([^"`$]+)/g;
    expect(found(folder, writes).sort()).toEqual([
      "awb/save",
      "offer/save",
      "offer_stock/",
      "order/acknowledge/",
      "order/attachments/save",
      "order/save",
    ]);
    // A route that is put together elsewhere would escape the line above.
    expect(found(folder, /(client\.(?:save|act|patch)\(\s*[^"`\s])/g)).toEqual([]);
    expect(product(folder).filter(({ text }) => /customer-invoice\/(?!read)|invoice\/save/.test(text))).toEqual([]);
  });

  it("nothing reaches the outside but through the one door, and no authority is named anywhere", () => {
    const all = ["lib", "app", "components"].flatMap(product);
    // The second speaks to the twins of a sandbox alone, at the addresses of its own environment.
    const known = ["lib/outbound.ts", "app/api/sandbox/route.ts"];
    const doors = all
      .filter(({ text }) => /(?<![\w.])fetch\(|node:https?"|from "undici"/.test(text))
      .map(({ path }) => path);
    expect(doors.filter((path) => !path.startsWith("components/") && !known.includes(path))).toEqual([]);
    const away = all.filter(({ text }) => /(?<![\w.])fetch\((?:"|`)https?:/.test(text)).map(({ path }) => path);
    expect(away).toEqual([]);
    const authority = /anaf\.ro|mfinante\./i;
    expect(all.filter(({ text }) => authority.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
