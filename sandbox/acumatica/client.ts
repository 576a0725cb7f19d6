import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";

type Json = Record<string, unknown>;

/** An answer of the twin; `body` is the parsed JSON as the test reads it, `text` what was really on the wire. */
export type Seen<Body = Json & Json[]> = { status: number; headers: Headers; text: string; body: Body };

/** Wraps plain values as the contract wants them: `{ a: 1 }` → `{ a: { value: 1 } }`. */
export const wrap = (values: Record<string, unknown>): Json =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

/** A started twin with a client beside it, for the tests in this folder. */
export async function openTwin(settings: object = {}) {
  const twin = createAcumaticaTwin(settings);
  const port = await twin.start(0);
  const origin = `http://127.0.0.1:${port}`;
  const site = `${origin}/erp`;
  const jar = { cookie: "" };

  const send = async <Body = Seen["body"]>(
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Seen<Body>> => {
    const answer = await fetch(url, {
      method,
      headers: { "content-type": "application/json", ...(jar.cookie && { cookie: jar.cookie }), ...headers },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      redirect: "manual",
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
    return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : {} };
  };

  return {
    twin,
    origin,
    site,
    jar,
    send,
    /** Signs in and keeps the cookies, unless told to leave the current ones. */
    async login(over: object = {}, keep = true): Promise<Seen & { cookie: string }> {
      const url = `${site}/entity/auth/login`;
      const answer = await send("POST", url, { name: "megzo", password: "erp-demo", tenant: "PROD", ...over });
      const cookie = answer.headers
        .getSetCookie()
        .map((header) => header.split(";")[0])
        .join("; ");
      if (keep && answer.status === 204) jar.cookie = cookie;
      return { ...answer, cookie };
    },
    logout: () => send("POST", `${site}/entity/auth/logout`),
    call: <Body = Seen["body"]>(method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
      send<Body>(method, `${site}/entity/Default/24.200.001/${path}`, body, headers),
    control: <Body = Seen["body"]>(method: string, path: string, body?: unknown) =>
      send<Body>(method, `${origin}/_sandbox/${path}`, body),
    list: (entity: string, filter: string) =>
      send("GET", `${site}/entity/Default/24.200.001/${entity}?$filter=${encodeURIComponent(filter)}`),
  };
}

export type OpenTwin = Awaited<ReturnType<typeof openTwin>>;

/** The order of acumatica-api.md §5.9, for the demo customer. */
export function orderBody(over: Record<string, unknown> = {}, lines: Record<string, unknown>[] = [{}]): Json {
  return {
    ...wrap({ OrderType: "EM", CustomerID: "EMAG", CustomerOrder: "243987112", ExternalRef: "EMAG-RO-243987112" }),
    ...wrap({ Date: "2026-03-02", Hold: false, ShipToAddressOverride: true, ShipToContactOverride: true, ...over }),
    ShipToAddress: wrap({ AddressLine1: "Str. Exemplu 1", City: "Cluj-Napoca", State: "CJ", Country: "RO" }),
    ShipToContact: wrap({ BusinessName: "Ion Exemplu", Phone1: "+40700000000" }),
    Details: lines.map((line) =>
      wrap({
        InventoryID: "CHAIR-01",
        WarehouseID: "MAIN",
        UOM: "BUC",
        OrderQty: 3,
        ManualPrice: true,
        UnitPrice: 41.314,
        ...line,
      }),
    ),
  };
}
