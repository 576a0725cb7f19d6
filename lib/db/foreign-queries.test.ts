import { basename } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { database } from "@/lib/db/client";
import { tenantRows } from "@/lib/db/row-level-security";
import { integrations, invoices, orders } from "@/lib/db/schema";
import { standardMappings } from "@/lib/domain/mappings/standard";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { problem } from "@/lib/domain/problem";
import { plantTwoSellers, type TwoSellers } from "../../e2e/support/two-sellers";

vi.mock("server-only", () => ({}));

let world: TwoSellers;
beforeAll(async () => {
  world = await plantTwoSellers();
});
afterAll(() => world?.stop());

const asOwn = () => database().forTenant(world.own.sellerId);

type Query = (db: unknown, ...rest: unknown[]) => Promise<unknown>;

/** Every exported function of lib/db whose first parameter is the database, with the names of the others. */
function queries(): { name: string; query: Query; parameters: string[] }[] {
  const modules = import.meta.glob<Record<string, unknown>>(["./**/*.ts", "!./schema/**", "!./**/*.test.ts"], {
    eager: true,
  });
  return Object.entries(modules).flatMap(([file, exported]) =>
    Object.entries(exported).flatMap(([name, query]) => {
      const [whole, written = ""] = /^(?:async )?function \w+\(db\b,?([\s\S]*?)\) \{/.exec(String(query)) ?? [];
      if (typeof query !== "function" || whole === undefined) return [];
      const parts = written.replace(/\{[^}]*\}/g, (inside) => inside.replaceAll(",", ";")).split(",");
      const parameters = parts.map((part) => part.replace(/=.*$/, "").trim()).filter(Boolean);
      return [{ name: `${basename(file)} ${name}`, query: query as Query, parameters }];
    }),
  );
}

/** Tells of nobody: slots of call budgets, shared by all processes. */
const shared = (name: string) => name.startsWith("rate-limit.ts");

/** What a stranger who knows every id of another seller would give for a parameter, by its name or by its query's. */
async function givenByStranger(): Promise<Record<string, unknown>> {
  const { ids, sellerId, mark } = world.foreign;
  const [orderId = "", integrationId = "", connectionId = ""] = [ids.orders, ids.integrations, ids.connections];
  const [now, since] = [new Date(), new Date(0)];
  const mapping = { integrationId, kind: "sales-order" };
  const [integration] = await database().db.select().from(integrations).where(eq(integrations.id, integrationId));
  const [theirs] = await database().db.select().from(orders).where(eq(orders.id, orderId));
  const [document] = await database().db.select().from(invoices).where(eq(invoices.orderId, orderId));
  const settings = integration?.settings;
  const content = standardMappings["sales-order"];
  const version = { ...mapping, version: 1, content, author: "x", note: "", changes: [], publishedAt: now };
  const input = {
    ...{ integrationId, orderId, connectionId, erpId: connectionId, key: mark, now, readStartedAt: since },
    ...{ keys: [{ type: "Invoice", number: mark }], token: () => "t", ids: [mark], numbers: [mark], polls: false },
    ...{ from: "2000-01-01", to: "2100-01-01", inFlight: new Map([[mark, 1]]), kind: "create-sales-order", limit: 9 },
  };
  const page = {
    now,
    appUrl: "",
    withWebhook: true,
    withRaw: true,
    visibility: "all",
    outboundAddresses: [],
    sideOf: () => null,
  };
  const cause = { sellerId, code: "item-unknown", params: { item: mark }, limit: 9 };
  const lookup = { connectionId, kind: "open-returns", key: "" };
  const seen = { id: mark, sku: mark, name: mark, active: true, stock: 1, eans: [], category: null };
  return {
    ...{ now, since, before: now, readAt: now, startedAt: since, readStartedAt: since, zone: "UTC", limit: 9, most: 9 },
    ...{
      orderId,
      integrationId,
      connectionId,
      erpId: connectionId,
      invoiceId: ids.invoices,
      userId: ids.users,
      orderIds: [orderId],
    },
    ...{
      connectionIds: [connectionId],
      subjects: [`order ${orderId}`],
      accounts: [mark],
      itemIds: [mark],
      offerIds: [mark],
      after: "",
      itemId: mark,
    },
    ...{
      channelOrderId: mark,
      channelOfferIds: [mark],
      holder: "x",
      seconds: 9,
      name: "x",
      kind: "timeline",
      version: 1,
    },
    ...{
      search: mark,
      asked: mark,
      key: mapping,
      keys: [mark],
      revision: 0,
      items: [],
      seen: [seen],
      published: [{ id: ids.offers, quantity: 3 }],
      figures: [],
    },
    ...{
      cause,
      "{ limit; ...cause }": cause,
      input,
      document,
      settings,
      options: page,
      "{ now; visibility }": page,
      read: [sampleOrder()],
    },
    ...{
      "{ search; show }": { search: "", show: "all" },
      "{ now; zone; sort; visibility }": { ...page, zone: "UTC", sort: "deadline" },
    },
    ...{
      "{ rows; readAt }": { rows: [], readAt: now },
      "{ order: read; raw; now; ...owner }": { ...theirs, order: theirs?.data, now },
      received: [{ ...theirs, order: theirs?.data, now }],
    },
    ...{
      query: { group: null, search: "", after: null },
      scope: { sellerId: null, assignableOf: null, visibility: "all" },
      "{ sellerId; visibility }": { sellerId: null, visibility: "all" },
      rows: [theirs],
      ids: [orderId, ids.offers],
    },
    ...{
      lease: { orderId, holder: "x", token: 0 },
      leases: [{ orderId, holder: "x", token: 0 }],
      refusal: problem("internal", "rejected"),
      change: { attempts: 7 },
      file: { order: theirs, steps: [], link: null, parcel: null },
    },
    ...{
      save: { ...version, basedOn: 1, savedAt: now },
      next: version,
      view: { name: "x", query: "" },
      wakeUp: { connectionId, dedupeKey: "x" },
    },
    ...{
      link: {
        orderId,
        erpId: connectionId,
        orderType: "SO",
        orderNumber: "1",
        number: "1",
        origin: "created",
        linkedAt: now,
      },
    },
    ...{ notification: { connectionId, deliveryId: "x", query: "q", timeStamp: null, rows: 0, receivedAt: now } },
    ...{
      "...events": { orderId, at: now, actor: "x", kind: "retry", params: {} },
      one: { id: "1", orderId: mark, status: "new", lines: [] },
    },
    ...{ count: { integrationId, at: now, fromDay: "2026-01-01", toDay: "2026-01-02", figures: {}, differences: [] } },
    "audit.ts writeAudit change": { sellerId, actor: "x", action: "x", subject: "x" },
    "lookups.ts keptLookup name": lookup,
    "lookups.ts keepLookup name": lookup,
    "links.ts ordersOfSalesOrder key": { orderType: "SO", number: mark },
    "invoices.ts findDocuments key": { type: "Invoice", number: mark },
    "invoices.ts changeInvoice change": { fileName: "x" },
    "mappings.ts insertVersion before": version,
    "audit-log.ts readAuditLog query": {},
    "invoice-list.ts readInvoiceFile ids": { orderId, invoiceId: ids.invoices },
    "mapping-view.ts readMapping asked": {
      ...mapping,
      ...page,
      settings: settings?.orders,
      channelSlug: "",
      notes: [],
    },
    "buyers.ts lockOrders ids": [orderId],
    "buyers.ts ordersToErase before": { finished: now, unfinished: now },
    "prune.ts pruneTable table": "runs",
    "returns.ts noteReturnsRead ids": ["1"],
  };
}

/** Everything a stranger could give for each parameter: a seller left out or named, any id. */
function choices(given: Record<string, unknown>, query: string, parameter: string): unknown[] {
  if (parameter === "sellerId") return [null, world.foreign.sellerId];
  if (parameter === "id") return Object.values(world.foreign.ids);
  const key = [`${query} ${parameter}`, parameter].find((name) => name in given);
  if (!key) throw new Error(`say in givenByStranger what somebody would give for ${parameter} of ${query}`);
  return [given[key]];
}

/** Every row the wall lets the other seller see, so that nothing of theirs changes unseen. */
async function foreignFingerprint(): Promise<string> {
  const theirs = database().forTenant(world.foreign.sellerId);
  const walled = Object.keys(tenantRows).filter((table) => tenantRows[table] !== null);
  const parts = walled.map((table) => `(select string_agg(t::text, ' ' order by t::text) from ${table} t)`);
  const [row] = await theirs.execute<{ all: string }>(sql.raw(`select md5(concat(${parts.join(", ")})) as all`));
  return row?.all ?? "";
}

describe("a query that is asked for another seller's rows by their ids, or for everybody's", () => {
  it.each(queries().filter(({ name }) => !shared(name)))("$name tells and changes nothing", async (one) => {
    const given = await givenByStranger();
    const calls = one.parameters.reduce<unknown[][]>(
      (heads, parameter) => heads.flatMap((head) => choices(given, one.name, parameter).map((tail) => [...head, tail])),
      [[]],
    );
    const before = await foreignFingerprint();
    for (const call of calls) {
      const answer = await one
        .query(asOwn(), ...call)
        .catch((error: { cause?: { code?: string }; message: string }) => {
          const refused = error.cause?.code === "42501" || error.message.endsWith(" vanished");
          if (!refused) throw error;
          return null;
        });
      const text = JSON.stringify(answer, (_, value) => (value instanceof Map ? [...value] : value)) ?? "";
      const words = [world.foreign.mark, ...Object.values(world.foreign.ids), world.foreign.sellerId];
      const asked = JSON.stringify(call);
      for (const word of words.filter((each) => !asked.includes(each)))
        expect(text.includes(word), `${one.name} tells ${word}`).toBe(false);
    }
    expect(await foreignFingerprint()).toBe(before);
  });
});
