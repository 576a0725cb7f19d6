import { Hono } from "hono";
import { readFile } from "@/sandbox/acumatica/api/files";
import { entities, findRecord } from "@/sandbox/acumatica/api/views";
import { duplicateOrder } from "@/sandbox/acumatica/documents/sales-orders";
import { ordersMeant, type StaffBody, staffSteps } from "@/sandbox/acumatica/documents/staff-steps";
import { type Erp, touch } from "@/sandbox/acumatica/erp";
import { badRequest, Failure, noEntity } from "@/sandbox/acumatica/failure";
import type { Notification, Pusher } from "@/sandbox/acumatica/push";
import { type Plain, type Row, text } from "@/sandbox/acumatica/record";
import type { Oauth } from "@/sandbox/acumatica/session/oauth";
import type { Sessions } from "@/sandbox/acumatica/session/sessions";
import { merge } from "@/sandbox/acumatica/settings";
import { quantities, setOnHand } from "@/sandbox/acumatica/stock";
import { faultControl } from "@/sandbox/control";
import type { FaultBox } from "@/sandbox/faults";

export type Traffic = {
  routes: Record<string, number>;
  recent: { at: number; route: string; path: string; status: number }[];
};

export type Parts = {
  erp: Erp;
  faults: FaultBox;
  sessions: Sessions;
  oauth: Oauth;
  pusher: Pusher;
  traffic: Traffic;
  reset(): void;
};

/** A record without its wrapping: decimals as text, moments as epoch milliseconds. */
function flat(record: Row): object {
  const parts = Object.entries(record.one).map(([name, inner]) => [name, flat(inner)]);
  const lists = Object.entries(record.many).map(([name, list]) => [name, list.map(flat)]);
  return {
    id: record.id,
    note: record.note,
    ...record.values,
    ...Object.fromEntries([...parts, ...lists]),
    custom: record.custom,
  };
}

function ownerName(erp: Erp, id: string): string {
  for (const [name, { shape, list }] of Object.entries(entities)) {
    const owner = list(erp).find((record) => record.id === id);
    if (owner) return [name, ...shape.keys.map((key) => text(owner, key))].join(" ");
  }
  return "";
}

/** Everything a test wants to assert on, in one answer. */
function describeState({ erp, sessions, pusher, traffic }: Parts): object {
  const shown = (name: string): object[] => {
    const entity = entities[name];
    return entity ? entity.list(erp).map((record) => flat(entity.complete(erp, record))) : [];
  };
  return {
    now: erp.now(),
    salesOrders: shown("SalesOrder"),
    shipments: shown("Shipment"),
    invoices: shown("SalesInvoice"),
    files: erp.state.files.map(({ base64: _bytes, ...file }) => ({ ...file, document: ownerName(erp, file.owner) })),
    stock: quantities(erp).map((cell) =>
      Object.fromEntries(Object.entries(cell).map(([k, v]) => [k, typeof v === "object" ? v.toFixed() : v])),
    ),
    sessions: sessions.accounting(),
    requests: traffic.routes,
    recent: traffic.recent,
    deliveries: pusher.deliveries,
  };
}

function recordRoutes(app: Hono, { erp }: Parts): void {
  app.put("/stock", async (c) => {
    const body = await c.req.json<{ inventoryId: string; warehouseId: string; onHand: number | string }>();
    erp.commit(() => setOnHand(erp, body.inventoryId, body.warehouseId, String(body.onHand)));
    return c.json({ ok: true });
  });
  app.put("/records/:entity", async (c) => {
    const entity = entities[c.req.param("entity")];
    const body = await c.req.json<{ keys: string[]; values: Record<string, Plain> }>();
    if (!entity) throw badRequest("unknown entity");
    const record = findRecord(erp, entity, body.keys);
    erp.commit(() => {
      Object.assign(record.values, body.values);
      touch(erp, record, ...Object.keys(record.values).filter((field) => field.startsWith("LastModified")));
    });
    return c.json(flat(record));
  });
  app.post("/archive/:entity", async (c) => {
    const entity = entities[c.req.param("entity")];
    const { keys } = await c.req.json<{ keys: string[] }>();
    if (!entity) throw badRequest("unknown entity");
    findRecord(erp, entity, keys).marks.archived = erp.now();
    return c.json({ ok: true });
  });
  app.post("/orders/duplicate", async (c) => {
    const [order] = ordersMeant(erp, await c.req.json<StaffBody>());
    if (!order) throw noEntity();
    return c.json(flat(erp.commit(() => duplicateOrder(erp, order))));
  });
  app.post("/staff/:step", async (c) => {
    const step = staffSteps[c.req.param("step")];
    const body = await c.req.json<StaffBody>();
    if (!step) throw badRequest("unknown step");
    return c.json(await step(erp, ordersMeant(erp, body), body));
  });
  app.get("/files/:id", (c) => {
    const { bytes } = readFile(erp, c.req.param("id"));
    return c.body(new Uint8Array(bytes), 200, { "content-type": "application/octet-stream" });
  });
}

/** The test-control API, outside the wire space and without authentication. */
export function controlApp(parts: Parts): Hono {
  const { erp, sessions, oauth, pusher } = parts;
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof Failure)
      return c.json({ status: error.status, body: error.body }, error.status === 400 ? 400 : 409);
    return c.json({ message: String(error) }, 500);
  });
  app.get("/state", (c) => c.json(describeState(parts)));
  app.get("/settings", (c) => c.json(erp.settings));
  app.put("/settings", async (c) => {
    Object.assign(erp.settings, merge(erp.settings, await c.req.json()));
    return c.json(erp.settings);
  });
  app.post("/clock", async (c) => {
    const { advanceSeconds } = await c.req.json<{ advanceSeconds: number }>();
    erp.state.clockOffset += advanceSeconds * 1000;
    return c.json({ now: erp.now() });
  });
  app.post("/oauth/consent", async (c) => {
    const { user, scope, redirectUri, challenge } = await c.req.json<Record<string, string | undefined>>();
    const scopes = (scope ?? "").split(" ").filter(Boolean);
    const code = oauth.consent({
      user: user ?? "",
      scopes,
      redirectUri: redirectUri ?? "",
      challenge: challenge ?? null,
    });
    return c.json({ code });
  });
  app.post("/sessions/expire", (c) => {
    sessions.closeAll();
    oauth.expireTokens();
    return c.json(sessions.accounting());
  });
  app.post("/push", async (c) => {
    const body = await c.req.json<Partial<Notification> & { query: string }>();
    pusher.send([body.inserted || body.deleted ? { inserted: [], deleted: [], ...body } : pusher.current(body.query)]);
    return c.json({ ok: true });
  });
  app.post("/reset", (c) => {
    parts.reset();
    return c.json({ ok: true });
  });
  recordRoutes(app, parts);
  app.route("/", faultControl("acumatica", parts.faults));
  return app;
}
