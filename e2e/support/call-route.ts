import { fileURLToPath } from "node:url";
import type { routeAccess } from "@/lib/auth/access";

export type Line = keyof typeof routeAccess;
type Handler = (request: Request, context: { params: Promise<Record<string, unknown>> }) => Promise<Response>;
export type Call = {
  params?: Record<string, unknown>;
  query?: string;
  body?: BodyInit;
  headers?: Record<string, string>;
};

/** What a mock of `next/headers` reads: the cookie of whoever asks now. */
export const asking = { cookie: "" };

/** Calls a route's own handler as Next would; writes carry this site's Origin unless told otherwise. */
export async function callRoute(
  line: Line,
  { params = {}, query = "", body, headers = {} }: Call = {},
): Promise<Response> {
  const [method = "", path = ""] = line.split(" ");
  const file = fileURLToPath(new URL(`../../app${path}/route.ts`, import.meta.url));
  const handlers = (await import(/* @vite-ignore */ file)) as Record<string, Handler>;
  const handler = handlers[method];
  if (!handler) throw new Error(`${line} is not exported`);
  const origin = process.env.APP_URL ?? "";
  const address = path.replace(/\[(\.\.\.)?(\w+)\]/g, (_, _dots, name) => encodeURIComponent(String(params[name])));
  const reads = method === "GET" || method === "HEAD";
  const request = new Request(`${origin}${address}${query}`, {
    method,
    headers: reads ? headers : { origin, "content-type": "application/json", ...headers },
    body: reads ? undefined : (body ?? "{}"),
    // A body that comes piece by piece must say so.
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  } as RequestInit);
  return handler(request, { params: Promise.resolve(params) });
}
