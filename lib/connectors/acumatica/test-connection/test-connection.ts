import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { equals, path } from "@/lib/connectors/acumatica/odata/filter";
import { readStock } from "@/lib/connectors/acumatica/stock";
import { protectionOf, requireNumbering } from "@/lib/connectors/acumatica/test-connection/protection";
import { findTaxZone } from "@/lib/connectors/acumatica/test-connection/tax-zone";
import { missingInVersion } from "@/lib/connectors/acumatica/versions";
import { text } from "@/lib/connectors/acumatica/wire";
import { ConnectorError, type ErpExpectations, type Finding } from "@/lib/connectors/contract";

const endpoint = z.object({ name: z.string(), version: z.string() });
/** Newer builds answer an object, older ones the bare rows (acumatica-api.md §1.2). */
const versions = z.union([
  z.array(endpoint).transform((endpoints) => ({ build: null, endpoints })),
  z
    .object({ version: z.object({ acumaticaBuildVersion: z.string() }).nullish(), endpoints: z.array(endpoint) })
    .transform(({ version, endpoints }) => ({ build: version?.acumaticaBuildVersion ?? null, endpoints })),
]);

const anything = z.unknown();
const item = z.object({ InventoryID: text, ItemStatus: text });

/**
 * Checks everything the settings name, one finding each; without a session there is only that one. Throws no
 * ConnectorError.
 */
export async function testConnection(client: Client, wanted: ErpExpectations): Promise<Finding[]> {
  const { endpoint: name, version, tenant } = client.settings;
  let offered: z.output<typeof versions> | null = null;
  const signIn = await look("sign-in", async () => {
    offered = await client.read(versions, { url: client.entity(null) });
    return tenant ?? null;
  });
  if (signIn.problem) return [signIn];
  const findings = [signIn, await look(`endpoint ${name} ${version}`, async () => requireVersion(client, offered))];
  const check = async (subject: string, work: () => Promise<string | null>) => findings.push(await look(subject, work));
  await check("rights SalesOrder", () => probe(client, "SalesOrder", { $select: "OrderType,OrderNbr" }));
  await check("rights Shipment", () => probe(client, "Shipment", { $select: "ShipmentNbr" }));
  await check("rights SalesInvoice", () => probe(client, "SalesInvoice", { $select: "Type,ReferenceNbr" }));
  for (const id of wanted.orderTypes) await check(`orderType ${id}`, () => findOrderType(client, id));
  for (const id of wanted.orderTypes) await check(`protection ${id}`, () => protectionOf(client, id));
  const { numberedByChannel: numbered, taxZones = [] } = wanted;
  if (numbered)
    for (const id of wanted.orderTypes)
      await check(`numbering ${id}`, () => requireNumbering(client, id, numbered.includes(id)));
  for (const id of taxZones) await check(`taxZone ${id}`, () => findTaxZone(client, id));
  for (const id of wanted.customers) await check(`customer ${id}`, () => findCustomer(client, id));
  for (const id of wanted.warehouses) await check(`warehouse ${id}`, () => findWarehouse(client, id));
  if (wanted.warehouses.length > 0)
    await check(`stock ${client.settings.stockSource}`, () => probeStock(client, wanted));
  for (const id of wanted.items) await check(`item ${id}`, () => findItem(client, id));
  return findings;
}

/** A look that returns a note, or throws what is wrong. */
async function look(subject: string, work: () => Promise<string | null>): Promise<Finding> {
  try {
    return { subject, problem: null, note: await work() };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { subject, problem: error.problem, note: null };
  }
}

async function probe(client: Client, entity: string, parameters: Record<string, string>): Promise<null> {
  await client.read(anything, { url: client.entity(entity, { ...parameters, $top: 1 }) });
  return null;
}

/** Reads what would be published, so that a missing right, inquiry, column or warehouse shows before the first push. */
async function probeStock(client: Client, { warehouses }: ErpExpectations): Promise<string> {
  const rows = await readStock(client, { warehouses, quantity: "available" });
  if (rows.length > 0) return String(rows.length);
  throw new ConnectorError("stock-feed-empty", "rejected", { warehouses: warehouses.join(", ") });
}

function requireVersion(client: Client, offered: z.output<typeof versions> | null): string | null {
  const { endpoint: name, version } = client.settings;
  const found = (offered?.endpoints ?? []).filter((row) => row.name === name).map((row) => row.version);
  const lacks = missingInVersion(client.settings);
  const note = [offered?.build ?? "", lacks.length > 0 ? `– ${lacks.join(", ")}` : ""].filter(Boolean).join(" ");
  if (found.includes(version)) return note || null;
  const message = `${name}: ${found.join(", ") || "–"}`;
  throw new ConnectorError("field-refused", "rejected", { field: "version", message });
}

/** Order types are no entity of the endpoint: a filter on one must at least not fail. */
const findOrderType = (client: Client, id: string) =>
  probe(client, "SalesOrder", { $filter: equals("OrderType", id), $select: "OrderType,OrderNbr" });

const findCustomer = (client: Client, id: string) =>
  requireRecord(client, `Customer/${path(id)}`, new ConnectorError("customer-unknown", "rejected", { customer: id }));

const findWarehouse = (client: Client, id: string) =>
  requireRecord(
    client,
    `Warehouse/${path(id)}`,
    new ConnectorError("warehouse-unknown", "rejected", { warehouse: id }),
  );

async function requireRecord(client: Client, record: string, absent: ConnectorError): Promise<string | null> {
  try {
    if ((await client.read(anything, { url: client.entity(record) })) === null) throw absent;
    return null;
  } catch (error) {
    // A custom endpoint may leave these two entities out (404); the settings may be right all the same.
    if (error instanceof ConnectorError && error.problem.params.status === "404") return "not in the endpoint";
    throw error;
  }
}

/** Stock items first, then non-stock ones; neither may be inactive (acumatica-api.md §6.4, §9.3 trap 29). */
async function findItem(client: Client, id: string): Promise<null> {
  const found =
    (await client.read(item, { url: client.entity(`StockItem/${path(id)}`, { $select: "InventoryID,ItemStatus" }) })) ??
    (await client.read(item, { url: client.entity(`NonStockItem/${path(id)}`) }));
  if (!found) throw new ConnectorError("item-unknown", "rejected", { item: id });
  const { ItemStatus: message } = found;
  if (["Inactive", "No Sales", "Marked for Deletion"].includes(message)) {
    throw new ConnectorError("field-refused", "rejected", { field: `${id} ItemStatus`, message });
  }
  return null;
}
