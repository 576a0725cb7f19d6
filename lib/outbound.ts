import { lookup } from "node:dns";
import { isIP } from "node:net";
import { promisify } from "node:util";
import ipaddr from "ipaddr.js";
import { Agent, buildConnector, type Dispatcher, fetch, ProxyAgent } from "undici";
import { type Http, type HttpAnswer, HttpFailure, type HttpRequest, type OutboundProxy } from "@/lib/connectors/http";
import { asCall } from "@/lib/trace";

const defaultMaxBytes = 20 * 1024 * 1024;

class RefusedAddress extends Error {}

/** Only public unicast addresses: everything private, loopback, link-local or reserved is refused. */
function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/**
 * The only way to call another system. Addresses are checked where the socket is opened, after name resolution, so that
 * a name cannot point inwards; `allowed` (`host` or `host:port`) names the only exceptions, which may also use plain
 * http. Through a proxy both are checked: the proxy where its socket is opened, the target by what its name resolves to
 * here. The function it returns throws HttpFailure and nothing else.
 */
export function openOutbound(allowed: string[]): Http {
  const isAllowed: Allowed = (host, port) => allowed.includes(host) || allowed.includes(`${host}:${port}`);
  const direct = directAgent(isAllowed);
  const proxies = new Map<string, Dispatcher>();
  const way = async (request: HttpRequest): Promise<Dispatcher> => {
    if (!request.proxy) return direct;
    await checkTarget(new URL(request.url), isAllowed);
    const key = JSON.stringify(request.proxy);
    const known = proxies.get(key) ?? proxyAgent(request.proxy, isAllowed);
    proxies.set(key, known);
    return known;
  };
  const send: Http = async (request) => {
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        body: request.body,
        redirect: "manual",
        dispatcher: await way(request),
        signal: AbortSignal.timeout(request.timeoutMs),
      });
      const take = response.status === 200 ? request.onBody : undefined;
      const body = await readAtMost(response.body, request.maxBytes ?? defaultMaxBytes, take);
      return answer(response.status, response.headers, body);
    } catch (error) {
      throw failureOf(error);
    }
  };
  return (request) =>
    asCall(request.method, request.url, async (tell) => {
      const given = await send(request);
      tell({ "http.response.status_code": given.status, "http.response.body.size": given.body.byteLength });
      return given;
    });
}

type Allowed = (host: string, port: string) => boolean;

function directAgent(isAllowed: Allowed): Dispatcher {
  const connectPublic = buildConnector({ timeout: 10_000, lookup: lookupPublic });
  const connectAllowed = buildConnector({ timeout: 10_000 });
  return new Agent({
    connections: 16,
    connect: (options, callback) => {
      const host = bare(options.hostname);
      const port = options.port || (options.protocol === "https:" ? "443" : "80");
      if (isAllowed(host, port)) return connectAllowed(options, callback);
      const refusal = refuse(host, options.protocol);
      if (refusal) return callback(refusal, null);
      return connectPublic(options, callback);
    },
  });
}

/** TLS to the target goes through the tunnel, so a plain-http proxy sees no more than the target's name. */
function proxyAgent({ url, username, password }: OutboundProxy, isAllowed: Allowed): Dispatcher {
  const { hostname, port, protocol } = new URL(url);
  const host = bare(hostname);
  const exempt = isAllowed(host, port || (protocol === "https:" ? "443" : "80"));
  const refusal = exempt ? null : refuse(host, "https:");
  if (refusal) throw refusal;
  return new ProxyAgent({
    uri: url,
    connections: 16,
    ...(username ? { token: `Basic ${Buffer.from(`${username}:${password ?? ""}`, "utf8").toString("base64")}` } : {}),
    proxyTls: { timeout: 10_000, ...(exempt ? {} : { lookup: lookupPublic }) },
  });
}

async function checkTarget({ hostname, port, protocol }: URL, isAllowed: Allowed): Promise<void> {
  const host = bare(hostname);
  if (isAllowed(host, port || (protocol === "https:" ? "443" : "80"))) return;
  const refusal = refuse(host, protocol);
  if (refusal) throw refusal;
  if (!isIP(host)) await promisify(lookupPublic)(host, { all: true });
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "").toLowerCase();
}

function refuse(host: string, protocol: string | undefined): Error | null {
  if (protocol !== "https:") return new RefusedAddress(`${host} may only be reached over https`);
  // net.connect never resolves a literal address, so the look-up hook alone would let it through.
  if (isIP(host) && !isPublic(host)) return new RefusedAddress(`${host} is not a public address`);
  return null;
}

const lookupPublic: typeof lookup = ((hostname: string, options: object, callback: (...result: unknown[]) => void) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error);
    const bad = addresses.find(({ address }) => !isPublic(address));
    if (bad) return callback(new RefusedAddress(`${hostname} resolves to ${bad.address}, which is not public`));
    if ((options as { all?: boolean }).all) return callback(null, addresses);
    return callback(null, addresses[0]?.address, addresses[0]?.family);
  });
}) as typeof lookup;

async function readAtMost(
  stream: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
  take?: (piece: Uint8Array) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new HttpFailure("too-large", true, `the answer is longer than ${maxBytes} bytes`);
    if (take) take(chunk);
    else chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function answer(
  status: number,
  headers: { get(name: string): string | null; getSetCookie(): string[] },
  body: Uint8Array,
): HttpAnswer {
  return {
    status,
    header: (name) => headers.get(name),
    setCookies: headers.getSetCookie(),
    body,
    text: () => new TextDecoder().decode(body),
  };
}

/** Errors before the socket stood mean that nothing was sent; anything later may have taken effect. */
function failureOf(error: unknown): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const cause = innermost(error);
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = String((cause as { code?: unknown }).code ?? "");
  if (cause instanceof RefusedAddress) return new HttpFailure("refused-address", false, message);
  const beforeSending = [
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "UND_ERR_CONNECT_TIMEOUT",
  ];
  // The proxy would not open the tunnel: wrong login, or a target it does not allow.
  const noTunnel = /^Proxy (response|Authentication)/i.test(message);
  if (noTunnel || beforeSending.includes(code) || code.startsWith("ERR_TLS") || code.startsWith("CERT_")) {
    return new HttpFailure("connect", false, message);
  }
  const timedOut =
    (error as { name?: string }).name === "TimeoutError" || (cause as { name?: string }).name === "TimeoutError";
  return new HttpFailure(timedOut ? "timeout" : "reset", true, message);
}

function innermost(error: unknown): unknown {
  let current = error;
  while (current instanceof Error && current.cause) current = current.cause;
  return current;
}
