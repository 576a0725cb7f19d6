import { openErp } from "@/lib/connectors/acumatica/erp";
import { type Credentials, type Settings, settingsSchema } from "@/lib/connectors/acumatica/settings";
import { type ConnectorContext, ConnectorError, type OpenInput } from "@/lib/connectors/contract";
import { type HttpAnswer, HttpFailure, type HttpRequest } from "@/lib/connectors/http";

/** What the scripted ERP does with a request: an answer, or a failed connection. */
export type Reply = {
  status: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string>;
  cookies?: string[];
};
export type Script = (request: HttpRequest, path: string) => Reply | HttpFailure;

const site = "https://erp.example/erp";
export const endpoint = "/erp/entity/Default/24.200.001";

/** An answer as `Http` gives it. */
export function answerOf({ status, json, text = "", headers = {}, cookies = [] }: Reply): HttpAnswer {
  const source = json === undefined ? text : JSON.stringify(json);
  return {
    status,
    header: (name) => headers[name.toLowerCase()] ?? null,
    setCookies: cookies,
    body: new TextEncoder().encode(source),
    text: () => source,
  };
}

/** The `HttpError` body of acumatica-api.md §4.9. */
export function exception(exceptionMessage: string, exceptionType = "PX.Data.PXException", innerException?: object) {
  return {
    message: "An error has occurred.",
    exceptionMessage,
    exceptionType,
    stackTrace: "   at PX.Secret",
    innerException,
  };
}

const password: Credentials = { method: "password", username: "megzo", password: "secret" };

/** An ERP whose sign-in and sign-out work and whose other routes follow `script`; pauses are counted, not waited. */
export function scriptedErp(script: Script, settings: Partial<Settings> = {}, credentials: Credentials = password) {
  const requests: { method: string; path: string; request: HttpRequest }[] = [];
  const pauses: number[] = [];
  let turns = 0;
  const context: ConnectorContext = {
    now: () => new Date(0),
    sleep: async (ms) => {
      pauses.push(ms);
    },
    takeTurn: async () => {
      turns += 1;
    },
    http: async (request) => {
      const { pathname, search } = new URL(request.url);
      const path = decodeURIComponent(`${pathname}${search}`);
      requests.push({ method: request.method, path: pathname, request });
      const reply = script(request, path);
      if (reply instanceof HttpFailure) throw reply;
      return answerOf(reply.status === 0 ? defaultReply(pathname) : reply);
    },
  };
  const input: OpenInput<Settings, Credentials> = {
    settings: settingsSchema.parse({ baseUrl: site, tenant: "PROD", ...settings }),
    credentials,
    context,
  };
  const erp = openErp(input);
  return {
    erp,
    requests,
    pauses,
    turns: () => turns,
    count: (part: string) => requests.filter(({ path }) => path.includes(part)).length,
  };
}

/** Leaves a request to the defaults: sign-in, token and sign-out. */
export const otherwise: Reply = { status: 0 };

function defaultReply(path: string): Reply {
  if (path.endsWith("/auth/login"))
    return { status: 204, cookies: ["ASP.NET_SessionId=s1; path=/", ".ASPXAUTH=a=1; Secure"] };
  if (path.endsWith("/auth/logout")) return { status: 204 };
  if (path.endsWith("/connect/token")) return { status: 200, json: { access_token: "t1", token_type: "Bearer" } };
  return { status: 404, json: { message: `no route ${path}` } };
}

/** The problem a call ended with; fails the test when it succeeded. */
export async function problemOf(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error.problem;
}
