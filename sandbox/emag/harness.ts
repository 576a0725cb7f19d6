import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Order } from "./orders/order";
import type { Settings } from "./settings";
import { createEmagTwin, type EmagTwin } from "./twin";

/** An answer taken apart; `results` and the rest are whatever the twin sent. */
export type Reply = { status: number; headers: Headers; text: string; json: Record<string, unknown> };

export type Harness = {
  twin: EmagTwin;
  origin: string;
  /** Calls the wire with the right credentials; POST unless told otherwise. */
  wire(path: string, body?: unknown, method?: string): Promise<Reply>;
  control(path: string, body?: unknown, method?: string): Promise<Reply>;
  /** A running order of the wanted kind, acknowledged when asked. */
  order(wish?: object, acknowledge?: boolean): Promise<number>;
  stop(): Promise<void>;
};

/** The twin on an ephemeral port for one test file; limits are off unless asked for. */
export async function startHarness(settings: Partial<Settings> = {}): Promise<Harness> {
  const twin = createEmagTwin({ limits: false, ...settings });
  const origin = `http://127.0.0.1:${await twin.start()}`;
  const authorization = `Basic ${Buffer.from("api@carpatic.example:emag-demo").toString("base64")}`;
  const call = async (url: string, body: unknown, method: string): Promise<Reply> => {
    const answer = await fetch(url, {
      method,
      headers: { authorization, "content-type": "application/json" },
      body: method === "GET" || body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json");
    return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : {} };
  };
  const harness: Harness = {
    twin,
    origin,
    wire: (path, body, method = "POST") => call(`${origin}/api-3/${path}`, body, method),
    control: (path, body, method = "POST") => call(`${origin}/_sandbox/${path}`, body, method),
    async order(wish = {}, acknowledge = false) {
      const { json } = await harness.control("orders", wish);
      if (acknowledge) await harness.wire(`order/acknowledge/${json.id}`);
      return Number(json.id);
    },
    stop: () => twin.stop(),
  };
  return harness;
}

/** A small web server for what eMAG calls or downloads; gives its origin and a way to close it. */
export async function startSite(listener: RequestListener): Promise<{ origin: string; close(): void }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Orders at the twin as a test looks at them and saves them; `emag` is asked for at each call. */
export function orderDesk(emag: () => Harness) {
  const kept = (id: number): Order => {
    const order = emag().twin.state.orders.get(id);
    if (!order) throw new Error(`no order ${id}`);
    return order;
  };
  const read = async (filters: object) =>
    (await emag().wire("order/read", filters)).json.results as Record<string, unknown>[];
  return {
    kept,
    read,
    /** The save of a whole order as it was read, changed where needed. */
    save: async (id: number, change: object): Promise<Reply> => {
      const [order] = await read({ id, type: kept(id).type });
      return emag().wire("order/save", { data: [{ ...order, ...change }] });
    },
  };
}

export const plainOrder = { lines: [{ sku: "MUG-03", quantity: 2 }], payment: "cod", locker: false, voucher: false };
