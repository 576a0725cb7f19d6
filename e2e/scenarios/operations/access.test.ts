import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { requirePage } from "@/app/(desk)/require-page";
import { type Page, pageAccess, routeAccess } from "@/lib/auth/access";
import { mayRead, type Role } from "@/lib/auth/roles";
import { database } from "@/lib/db/client";
import { readMapping } from "@/lib/db/mappings/mapping-view";
import { upsertOrder } from "@/lib/db/orders/orders";
import { failureNotes, integrations, orders, steps } from "@/lib/db/schema";
import { standardMappings } from "@/lib/domain/mappings/standard";
import { causeKey } from "@/lib/domain/orders/cause";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { problem } from "@/lib/domain/problem";
import type { OrderSettings } from "@/lib/domain/settings";
import { asking, callRoute, type Line } from "../../support/call-route";
import { type Planted, plantTwoSellers, type TwoSellers } from "../../support/two-sellers";

vi.mock("server-only", () => ({}));
vi.mock("next/headers", async () => {
  const { asking: who } = await import("../../support/call-route");
  const get = (name: string) => {
    const [, value] = who.cookie.startsWith(`${name}=`) ? who.cookie.split("=") : [];
    return value ? { name, value } : undefined;
  };
  return { cookies: async () => ({ get }), headers: async () => new Headers() };
});
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  connection: async () => {},
  after: () => {},
}));

let world: TwoSellers;
const cookies = {} as Record<Role, string>;

beforeAll(async () => {
  world = await plantTwoSellers();
  for (const role of mayRead) cookies[role] = (await world.cookieOf(role)).cookie;
});
afterAll(() => world?.stop());

const lines = Object.keys(routeAccess) as Line[];
const userLines = lines.filter((line) => typeof routeAccess[line] !== "string");
const keyLines = lines.filter((line) => typeof routeAccess[line] === "string");
/** Papers with the buyer on them: support is refused them until it says what for. */
const showsBuyer: Line[] = ["GET /api/orders/[id]/label", "GET /api/orders/[id]/invoices/[invoiceId]"];
const nobody = "00000000-0000-4000-8000-000000000000";

/** Ids for a route's parameters: `[id]` is of the noun before it; a noun nobody planted gets an id of nothing. */
function paramsOf(line: Line, { ids }: Planted): Record<string, string> {
  const parts = line.split("/");
  const given: Record<string, string> = {};
  for (const [n, part] of parts.entries()) {
    const name = /^\[(\w+)\]$/.exec(part)?.[1];
    if (name) given[name] = ids[parts[n - 1] ?? ""] ?? nobody;
  }
  return given;
}

async function ask(line: Line, role: Role | null, whose: Planted, headers?: Record<string, string>) {
  asking.cookie = role ? cookies[role] : "";
  const answer = await callRoute(line, { params: paramsOf(line, whose), query: "?seller=zulu", headers });
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
}

/** Everything of a seller that a stranger could change, as one fingerprint. */
async function fingerprint(sellerId: string): Promise<string> {
  const [row] = await database().db.execute<{ all: string }>(sql`
    select md5(concat(
      (select string_agg(o::text, ',' order by id) from orders o where seller_id = ${sellerId}),
      (select string_agg(c::text, ',' order by id) from connections c where seller_id = ${sellerId}),
      (select string_agg(i::text, ',' order by id) from integrations i where seller_id = ${sellerId}),
      (select string_agg(s::text, ',' order by order_id, kind) from steps s
        join orders o on o.id = s.order_id where o.seller_id = ${sellerId}),
      (select string_agg(f::text, ',' order by f.id) from offers f
        join integrations i on i.id = f.integration_id where i.seller_id = ${sellerId})
    )) as all`);
  return row?.all ?? "";
}

describe.each(userLines)("%s", (line) => {
  const roles = routeAccess[line] as readonly Role[];

  it("answers 401 to a stranger, as a problem", async () => {
    const { status, type } = await ask(line, null, world.own);
    expect({ status, type }).toEqual({ status: 401, type: "application/problem+json" });
  });

  it.each(mayRead)("answers %s as its line says", async (role) => {
    const { status } = await ask(line, role, world.own);
    if (!roles.includes(role) || (role === "support" && showsBuyer.includes(line))) expect(status).toBe(403);
    else expect([401, 403, 500]).not.toContain(status);
  });

  it.each(["admin", "viewer"] as const)("neither shows nor changes another seller's rows for %s", async (role) => {
    const before = await fingerprint(world.foreign.sellerId);
    const { status, text } = await ask(line, role, world.foreign);
    expect(text).not.toContain(world.foreign.mark);
    expect(text).not.toContain(world.foreign.sellerId);
    if (line.includes("[id]") && roles.includes(role)) {
      const missing = await ask(line, role, { ...world.foreign, ids: {} });
      expect({ status, text }).toEqual({ status: missing.status, text: missing.text });
      expect([400, 404]).toContain(status);
    }
    expect(await fingerprint(world.foreign.sellerId)).toBe(before);
  });

  if (line.startsWith("GET")) return;
  it("refuses a write that another site sends with a person's cookie", async () => {
    const role = roles[0] as Role;
    for (const origin of ["https://evil.example", "null"]) {
      const { status } = await ask(line, role, world.own, { origin });
      expect(status).toBe(403);
    }
  });
});

describe.each(keyLines.filter((line) => !["anybody", "sign-in form"].includes(String(routeAccess[line]))))(
  "%s",
  (line) => {
    it("answers nothing to somebody without its key, signed in or not", async () => {
      for (const role of [null, "operator"] as const) {
        const { status, text } = await ask(line, role, world.own);
        expect(routeAccess[line] === "token in the body" ? [400] : [401, 404]).toContain(status);
        expect(text).not.toContain("mark");
      }
    });
  },
);

describe.each(Object.keys(pageAccess) as Page[])("the page %s", (page) => {
  it.each(mayRead)("opens to %s as its line says, and to the rows of their own seller", async (role) => {
    asking.cookie = cookies[role];
    const visited = requirePage(page, Promise.resolve({ seller: "zulu" }));
    if (!(pageAccess[page] as readonly Role[]).includes(role)) return expect(visited).rejects.toThrow("404");
    const staff = role === "support" || role === "operator";
    expect((await visited).scope.sellerId).toBe((staff ? world.foreign : world.own).sellerId);
  });

  it("sends a stranger to sign in", async () => {
    asking.cookie = "";
    await expect(requirePage(page, Promise.resolve({}))).rejects.toThrow("NEXT_REDIRECT");
  });
});

describe("support", () => {
  const order = () => ({ params: { id: world.own.ids.orders } });
  const papers = () => ({ params: { id: world.own.ids.orders, invoiceId: world.own.ids.invoices } });
  const words = ["buyer alpha-mark", "buyer zulu-mark", "ana test", "0700000001", "str. exemplu", "9f2c7a@"];
  const asSupport = async (line: Line, call: Parameters<typeof callRoute>[1] = {}) => {
    asking.cookie = cookies.support;
    const answer = await callRoute(line, call);
    return { status: answer.status, text: await answer.text() };
  };
  const byName = async () => JSON.parse((await asSupport("GET /api/orders", { query: "?q=Buyer" })).text).rows;
  const unmask = (reason: string) =>
    asSupport("POST /api/orders/[id]/unmask", { ...order(), body: JSON.stringify({ reason }) });

  it.each(userLines.filter((line) => line.startsWith("GET")))("sees no buyer in the answer of %s", async (line) => {
    const { text } = await ask(line, "support", { ...world.own });
    for (const word of words) expect(text.toLowerCase()).not.toContain(word);
  });

  it("sees no buyer in what the ERP or a colleague said of a cause, and neither acts on nor writes over what is masked", async () => {
    const { db } = database();
    const order = sampleOrder({ id: "told", buyer: { ...sampleOrder().buyer, name: "Ana Test" } });
    const owner = { sellerId: world.own.sellerId, integrationId: world.own.ids.integrations ?? "" };
    const connectionId = world.own.ids.connections ?? "";
    const { row } = await upsertOrder(db, { ...owner, connectionId, order, raw: {}, now: new Date() });
    const said = { system: "Acumatica", message: "Ana Test is on hold" };
    const refused = problem("refused", "rejected", said, "customer Ana Test");
    const step = { orderId: row.id, dueAt: new Date(), updatedAt: new Date(Date.now() - 60_000) };
    await db.insert(steps).values({ ...step, kind: "create-sales-order", state: "blocked", problem: refused });
    const note = { comment: "Ana Test pays tomorrow", updatedAt: new Date(), updatedBy: "a" };
    const cause = { sellerId: owner.sellerId, code: "refused" as const, params: said };
    await db.insert(failureNotes).values({ ...note, sellerId: owner.sellerId, subject: causeKey("refused", said) });
    try {
      for (const line of ["GET /api/failures", "GET /api/overview"] as const) {
        const { text } = await asSupport(line);
        expect(text).toContain("••• is on hold");
        for (const word of words) expect(text.toLowerCase()).not.toContain(word);
      }
      const masked = JSON.stringify({ ...cause, params: { ...said, message: "••• is on hold" } });
      expect((await asSupport("POST /api/failures/retry", { body: masked })).status).toBe(403);
      const given = { about: { orderId: row.id }, assigneeId: null, dueAt: null };
      const over = JSON.stringify({ ...given, comment: "••• pays tomorrow" });
      expect((await asSupport("POST /api/failures/note", { body: over })).status).toBe(403);
      asking.cookie = cookies.admin;
      expect(await (await callRoute("GET /api/failures")).text()).toContain("Ana Test pays tomorrow");
    } finally {
      await db.delete(orders).where(eq(orders.id, row.id));
    }
  });

  it("sees no buyer in what a mapping makes of orders, and does not find one by name", async () => {
    const { integrations: id = "" } = world.own.ids;
    const preview = await asSupport("POST /api/mappings/[id]/preview", {
      params: { id },
      body: JSON.stringify({ content: standardMappings["sales-order"] }),
    });
    expect(preview.status).toBe(403);
    const [integration] = await database().db.select().from(integrations).where(eq(integrations.id, id));
    const settings = integration?.settings.orders as OrderSettings;
    const asked = {
      integrationId: id,
      kind: "sales-order" as const,
      settings,
      channelSlug: "",
      notes: [],
      now: new Date(),
      visibility: { sellerIds: [] },
    };
    const page = JSON.stringify(await readMapping(database().db, asked)).toLowerCase();
    for (const word of [...words, `"note":"alpha-mark"`]) expect(page).not.toContain(word);
    expect(await byName()).toEqual([]);
  });

  it("sees a seller's buyers for an hour once it said what for, and the seller reads who and why", async () => {
    expect((await unmask("short")).status).toBe(400);
    expect((await unmask("The courier asks for the street")).status).toBe(200);
    expect((await asSupport("GET /api/orders/[id]", order())).text).toContain("Buyer alpha-mark");
    expect(await byName()).toHaveLength(1);
    expect((await asSupport("GET /api/orders/[id]/invoices/[invoiceId]", papers())).status).toBe(200);
    const foreign = { params: { id: world.foreign.ids.orders } };
    expect((await asSupport("GET /api/orders/[id]", foreign)).text).not.toContain("Buyer zulu-mark");
    asking.cookie = cookies.viewer;
    expect(await (await callRoute("GET /api/orders/[id]", order())).text()).toContain(
      "The courier asks for the street",
    );
    asking.cookie = cookies.admin;
    const record = await (await callRoute("GET /api/audit", { query: "?action=buyers.unmask" })).text();
    expect(record).toContain("The courier asks for the street");

    await database().db.execute(sql`update unmaskings set expires_at = now()`);
    expect((await asSupport("GET /api/orders/[id]", order())).text).not.toContain("Buyer alpha-mark");
    expect(await byName()).toEqual([]);
    expect((await asSupport("GET /api/orders/[id]/invoices/[invoiceId]", papers())).status).toBe(403);
  });
});

describe("a session", () => {
  it("opens nothing once its person is disabled", async () => {
    const { cookie, userId } = await world.cookieOf("admin");
    asking.cookie = cookie;
    expect((await callRoute("GET /api/overview")).status).toBe(200);
    await database().db.execute(sql`update users set disabled_at = now() where id = ${userId}`);
    expect((await callRoute("GET /api/overview")).status).toBe(401);
  });
});
