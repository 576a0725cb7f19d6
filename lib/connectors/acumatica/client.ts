import type { z } from "zod";
import {
  asConnectorError,
  type Effect,
  isNoEntity,
  lostAnswer,
  otherShape,
  refusalOf,
} from "@/lib/connectors/acumatica/failure";
import { query } from "@/lib/connectors/acumatica/odata/filter";
import { openLongList } from "@/lib/connectors/acumatica/odata/long-list";
import { openSession, type Session } from "@/lib/connectors/acumatica/session/session";
import type { Send } from "@/lib/connectors/acumatica/session/sign-in";
import { type Credentials, type Settings, siteOf } from "@/lib/connectors/acumatica/settings";
import { encodeJson, parseJson, type Wrapped } from "@/lib/connectors/acumatica/wire";
import { type ConnectorContext, ConnectorError, type OpenInput } from "@/lib/connectors/contract";
import { type HttpAnswer, HttpFailure, type HttpRequest } from "@/lib/connectors/http";

const readTimeoutMs = 60_000;
const writeTimeoutMs = 120_000;
const tries = 3;
const polls = 120;

type Call = {
  url: string;
  /** GET, or PUT where there is a body: inquiries are read with PUT and change nothing (acumatica-api.md §6.3). */
  body?: unknown;
  headers?: Record<string, string>;
  maxBytes?: number;
};

export type Client = {
  settings: Settings;
  /** The address of a route in the configured endpoint; a null path is the version list `GET {site}/entity`. */
  entity(path: string | null, parameters?: Record<string, string | number | undefined>): string;
  /** A link out of an answer, joined with the origin (§3.5); throws `rejected` when it leads elsewhere. */
  link(href: string): string;
  /** One parsed answer, or null where the ERP has no such record; tried three times while it fails in passing. */
  read<S extends z.ZodType>(schema: S, call: Call): Promise<z.output<S> | null>;
  /** The rows of one collection of a long answer, checked as they arrive, so that it is never held whole; null as above. */
  readRows<S extends z.ZodType>(row: S, collection: string, call: Call): Promise<z.output<S>[] | null>;
  /** The bytes behind a link, never changed. */
  readBytes(url: string, maxBytes: number): Promise<HttpAnswer>;
  /** Starts a report and fetches its PDF from the same session (§7.9); it changes nothing, so a lost one is started again. */
  print(report: string, fields: Wrapped, maxBytes: number): Promise<HttpAnswer>;
  /** A PUT that changes something: sent once, `unknown` when its answer is lost. */
  write<S extends z.ZodType>(schema: S, call: Call & { body: unknown }): Promise<z.output<S>>;
  /** Runs an action to its end, polling once per second from the same session (§4.6). */
  act(path: string, entity: Wrapped): Promise<void>;
  close(): Promise<void>;
};

type ClientDeps = { session: Session; settings: Settings; sleep: ConnectorContext["sleep"] };

/** Sends nothing yet. Every call throws ConnectorError alone: a read `transient` or refused, a lost write `unknown`. */
export function openClient(input: OpenInput<Settings, Credentials>): Client {
  const { settings } = input;
  const deps: ClientDeps = { session: openSession(input), settings, sleep: input.context.sleep };
  return {
    settings,
    entity: (path, parameters = {}) =>
      `${path === null ? `${siteOf(settings)}/entity` : `${endpointOf(settings)}/${path}`}${query(parameters)}`,
    link: (href) => link(settings, href),
    read: (schema, call) =>
      repeat(deps, requestOf(call, call.body === undefined ? "GET" : "PUT", "read"), (answer) =>
        isNoEntity(answer) ? null : parse(schema, answer, "read"),
      ),
    readRows: (row, collection, call) =>
      reading(deps, async (send) => {
        const list = openLongList(collection, row);
        const answer = await send({
          ...requestOf(call, call.body === undefined ? "GET" : "PUT", "read"),
          onBody: list.take,
        });
        return isNoEntity(answer) ? null : list.end(checked(answer));
      }),
    readBytes: (url, maxBytes) =>
      repeat(
        deps,
        requestOf({ url, maxBytes, headers: { Accept: "application/octet-stream" } }, "GET", "read"),
        checked,
      ),
    print: (report, fields, maxBytes) => reading(deps, (send) => runReport(deps, send, { report, fields, maxBytes })),
    write: (schema, call) =>
      once(deps, async (send) => parse(schema, await send(requestOf(call, "PUT", "write")), "write")),
    act: (path, entity) => once(deps, (send) => runAction(deps, send, path, entity)),
    close: deps.session.close,
  };
}

const repeat = <T>(deps: ClientDeps, request: HttpRequest, take: (answer: HttpAnswer) => T): Promise<T> =>
  reading(deps, async (send) => take(await send(request)));

async function reading<T>({ session, sleep }: ClientDeps, work: (send: Send) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await session.exclusively(work);
    } catch (error) {
      const failure = asConnectorError(error, "read");
      if (failure.problem.kind !== "transient" || attempt >= tries) throw failure;
      await sleep(500 * attempt * (0.5 + Math.random()));
    }
  }
}

async function once<T>({ session }: ClientDeps, work: (send: Send) => Promise<T>): Promise<T> {
  try {
    return await session.exclusively(work);
  } catch (error) {
    throw asConnectorError(error, "write");
  }
}

async function runAction({ settings, sleep }: ClientDeps, send: Send, path: string, entity: Wrapped): Promise<void> {
  const started = checked(
    await send(requestOf({ url: `${endpointOf(settings)}/${path}`, body: { entity } }, "POST", "write")),
    "write",
  );
  // Only after 202 is there a status to poll; a 204 may carry a Location that is a 404 (acumatica-api.md §4.6).
  if (started.status === 204) return;
  const location = started.header("location");
  if (started.status !== 202 || !location) throw lostAnswer("write", `HTTP ${started.status} without a status link`);
  const status = requestOf({ url: link(settings, location) }, "GET", "read");
  for (let poll = 1; poll <= polls; poll += 1) {
    await sleep(1000);
    if (await isFinished(send, status)) return;
  }
  throw lostAnswer("write", `${path} is still running`);
}

type Printing = { report: string; fields: Wrapped; maxBytes: number };

async function runReport({ settings, sleep }: ClientDeps, send: Send, { report, fields, maxBytes }: Printing) {
  const headers = { Accept: "application/pdf" };
  const url = `${endpointOf(settings)}/${report}`;
  let answer = checked(await send(requestOf({ url, body: fields, headers, maxBytes }, "POST", "read")));
  const location = answer.header("location");
  for (let poll = 1; answer.status === 202 && location && poll <= polls; poll += 1) {
    await sleep(1000);
    answer = checked(await send(requestOf({ url: link(settings, location), headers, maxBytes }, "GET", "read")));
  }
  if (answer.status === 200) return answer;
  throw lostAnswer("read", `${report} ended with HTTP ${answer.status}`, { status: String(answer.status) });
}

/** One look at a running action; it goes on whether or not its status can be seen, so that a failed look is `unknown`. */
async function isFinished(send: Send, status: HttpRequest): Promise<boolean> {
  const answer = await send(status).catch((error: unknown) => {
    throw error instanceof HttpFailure ? lostAnswer("write", error.message) : error;
  });
  // A session that was replaced meanwhile no longer knows the status.
  if (answer.status === 404 || isNoEntity(answer)) throw lostAnswer("write", "the status is gone");
  return checked(answer, "write").status !== 202;
}

function link(settings: Settings, href: string): string {
  const { origin, host } = new URL(settings.baseUrl);
  const url = new URL(href, origin);
  // The session's cookies go along: a foreign address must never receive them.
  if (url.host === host) return `${origin}${url.pathname}${url.search}`;
  throw new ConnectorError("unexpected-answer", "rejected", {}, `a link leads to ${url.host}`);
}

function endpointOf(settings: Settings): string {
  return `${siteOf(settings)}/entity/${settings.endpoint}/${settings.version}`;
}

function requestOf(call: Call, method: HttpRequest["method"], effect: Effect): HttpRequest {
  const content: Record<string, string> = call.body === undefined ? {} : { "Content-Type": "application/json" };
  return {
    method,
    url: call.url,
    headers: { Accept: "application/json", ...content, ...call.headers },
    body: call.body === undefined ? undefined : encodeJson(call.body),
    timeoutMs: effect === "write" ? writeTimeoutMs : readTimeoutMs,
    maxBytes: call.maxBytes,
  };
}

function checked(answer: HttpAnswer, effect: Effect = "read"): HttpAnswer {
  const refusal = refusalOf(answer, effect);
  if (refusal) throw refusal;
  return answer;
}

function parse<S extends z.ZodType>(schema: S, answer: HttpAnswer, effect: Effect): z.output<S> {
  const body = parseJson(checked(answer, effect).text());
  if (body === undefined) throw lostAnswer(effect, "the answer is empty or no JSON", { status: String(answer.status) });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw otherShape(effect, parsed.error);
}
