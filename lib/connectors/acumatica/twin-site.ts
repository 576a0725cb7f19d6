import { setTimeout as sleep } from "node:timers/promises";
import { acumatica } from "@/lib/connectors/acumatica";
import type { ConnectionStore, Erp } from "@/lib/connectors/contract";
import { type Http, HttpFailure } from "@/lib/connectors/http";
import type { SalesOrderDocument } from "@/lib/domain/documents/sales-order";

let origin = "";

/** The port of the running twin; set before anything else here is used. */
export function reachTwinSite(port: number): void {
  origin = `http://127.0.0.1:${port}`;
}

const http: Http = async ({ method, url, headers, body, timeoutMs }) => {
  try {
    const answer = await fetch(url, {
      method,
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return {
      status: answer.status,
      header: (name) => answer.headers.get(name),
      setCookies: answer.headers.getSetCookie(),
      body: bytes,
      text: () => new TextDecoder().decode(bytes),
    };
  } catch (error) {
    throw new HttpFailure("reset", true, String(error));
  }
};

/** The twin's own control routes. */
export async function control(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${origin}/_sandbox/${path}`, { method, body: body && JSON.stringify(body) });
  return answer.status === 204 ? null : answer.json();
}

type State = {
  requests: Record<string, number>;
  sessions: Record<string, number>;
  salesOrders: Record<string, unknown>[];
  invoices: object[];
};
export const state = () => control("GET", "state") as Promise<State>;

/** The connector opened on the twin; both patches are laid over a working account. */
export function open(settings: object = {}, credentials: object = {}, store?: ConnectionStore): Erp {
  return acumatica.open(input(settings, credentials, store, sleep));
}

/** The same, without waiting between tries and polls. */
export function openHasty(settings: object, credentials: object, store: ConnectionStore): Erp {
  return acumatica.open(input(settings, credentials, store, async () => {}));
}

function input(
  settings: object,
  credentials: object,
  store: ConnectionStore | undefined,
  pause: (ms: number) => Promise<void>,
) {
  return {
    settings: acumatica.settingsSchema.parse({ baseUrl: `${origin}/erp`, tenant: "PROD", ...settings }),
    credentials: acumatica.credentialsSchema.parse({
      method: "password",
      username: "megzo",
      password: "erp-demo",
      ...credentials,
    }),
    context: { now: () => new Date(), sleep: pause, takeTurn: async () => {}, http, store },
  };
}

/** What two processes of one connection share, as the database keeps it. */
export function sharedMemory(): ConnectionStore & { kept(): string | null } {
  let kept: string | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    kept: () => kept,
    read: async () => kept,
    write: async (text) => {
      kept = text;
    },
    alone: (work) => {
      const mine = turn.then(work, work);
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

export const party = {
  name: "Ion Exemplu",
  contact: "Ion Exemplu",
  phone: "0700000001",
  email: "x@example.ro",
  street: "Str. Exemplu 1",
  city: "Cluj-Napoca",
  state: "CJ",
  postalCode: "400001",
  country: "RO",
};

/** An order of a stocked item and a delivery fee. */
export function document(id: string, change: Partial<SalesOrderDocument> = {}): SalesOrderDocument {
  const line = {
    warehouseId: "MAIN",
    quantity: 2,
    unitPrice: "41.3140",
    description: "Articol",
    externalRef: "1",
    taxCategory: null,
  };
  return {
    orderType: "EM",
    number: null,
    customerId: "EMAG",
    customerOrder: id,
    externalRef: `EMAG-RO-${id}`,
    date: "2026-03-02",
    currency: "RON",
    description: `eMAG ${id}`,
    taxZone: null,
    branch: null,
    shipTo: party,
    billTo: { ...party, state: null, postalCode: "" },
    lines: [
      { ...line, itemId: "CHAIR-01" },
      { ...line, itemId: "SHIPPING", quantity: 1, unitPrice: "16.5207", warehouseId: null, externalRef: null },
    ],
    expectedTotal: "0",
    ...change,
  };
}
