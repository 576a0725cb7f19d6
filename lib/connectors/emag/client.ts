import { type ConnectorContext, ConnectorError, type LimitNotice, type OpenInput } from "@/lib/connectors/contract";
import { classifyAnswer, type Effect, lostAnswer, unexpected } from "@/lib/connectors/emag/classify-answer";
import { type Bucket, type Credentials, limits, type Settings } from "@/lib/connectors/emag/settings";
import type { HttpAnswer, HttpRequest } from "@/lib/connectors/http";

const timeoutMs: Record<Effect, number> = { read: 30_000, write: 60_000 };
const maxBytes = 20 * 1024 * 1024;
const tries = 3;
const longestPauseMs = 5_000;

/** The `results` of each call; every failure is a `ConnectorError`. */
export type Client = {
  /** Filters go in as top-level keys: inside `data` they are ignored without an error (emag-api.md §1.3). */
  read(route: string, filters: Record<string, unknown>): Promise<unknown>;
  /** Sent once. Entities go in as a list, at most 50 (§1.3). */
  save(route: string, entities: Record<string, unknown>[]): Promise<unknown>;
  /** Sent once: a write whose subject stands in its path (§1.3). */
  act(route: string): Promise<unknown>;
  /** Sent once; success is 204 without a body (§7.4). */
  patch(route: string, body: unknown): Promise<void>;
  /** A file that begins with `%PDF`; its refusals come as JSON, also with HTTP 200 (§6.3). */
  download(route: string, query: Record<string, string>): Promise<Uint8Array>;
};

/** Sends nothing yet; each call throws ConnectorError alone. */
export function openClient({ settings, credentials, context }: OpenInput<Settings, Credentials>): Client {
  const base = settings.baseUrl.replace(/\/+$/, "");
  const login = Buffer.from(`${credentials.username}:${credentials.password}`, "utf8").toString("base64");
  const headers = { Authorization: `Basic ${login}`, Accept: "application/json" };
  const post = (route: string, body: unknown, effect: Effect): HttpRequest => ({
    method: "POST",
    url: `${base}/${route}`,
    headers: { ...headers, "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
    timeoutMs: timeoutMs[effect],
    maxBytes,
  });
  const send = sender(context, settings);
  const write = async (route: string, body: unknown) =>
    classifyAnswer(await send(route, post(route, body, "write"), "write"), "write");
  return {
    read: (route, filters) =>
      repeat(context.sleep, async () =>
        classifyAnswer(await send(route, post(route, filters, "read"), "read"), "read"),
      ),
    save: (route, entities) => write(route, settings.saveWrapper === "data" ? { data: entities } : entities),
    act: (route) => write(route, {}),
    patch: async (route, body) => {
      const reply = await send(route, { ...post(route, body, "write"), method: "PATCH" }, "write");
      if (reply.status !== 204) classifyAnswer(reply, "write");
    },
    download: (route, query) =>
      repeat(context.sleep, async () => {
        const url = `${base}/${route}?${new URLSearchParams(query)}`;
        const accepting = { ...headers, Accept: "application/pdf, application/json" };
        const request: HttpRequest = { method: "GET", url, headers: accepting, timeoutMs: timeoutMs.read, maxBytes };
        return pdf(await send(route, request, "read"));
      }),
  };
}

/**
 * Each call waits for its turn within the account's rate limit; one without an answer fails as a read or a write does.
 */
function sender(context: ConnectorContext, settings: Settings) {
  return async (route: string, request: HttpRequest, effect: Effect): Promise<HttpAnswer> => {
    const bucket = bucketOf(route);
    await context.takeTurn(bucket, settings.limits?.[bucket] ?? limits[bucket]);
    const answer = await context.http(request).catch((error: unknown) => {
      throw lostAnswer(error, effect);
    });
    await context.noteLimits?.(bucket, noticeOf(answer));
    return answer;
  };
}

/** The headers of §2, whatever window their name ends in; a refusal says how long to wait, or nothing. */
function noticeOf(answer: HttpAnswer): LimitNotice {
  const seconds = (text: string | null) => (text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null);
  return {
    remaining: seconds(answer.header("x-ratelimit-remaining-3second") ?? answer.header("x-ratelimit-remaining")),
    refused: answer.status === 429,
    retryAfterSeconds: seconds(answer.header("retry-after")),
  };
}

/** Which routes eMAG counts as order routes is not spelled out; attachments count against the smaller limit (§2). */
function bucketOf(route: string): Bucket {
  return /^order\/(read|count|save|acknowledge\/\d+)$/.test(route) ? "orders" : "rest";
}

/** Reads only: tried again while they fail in passing, and after "too many requests" where the wait asked for is short. */
async function repeat<T>(sleep: ConnectorContext["sleep"], attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      const ms = error instanceof ConnectorError && count < tries ? pauseAfter(error, count) : null;
      if (ms === null) throw error;
      await sleep(ms);
    }
  }
}

function pauseAfter({ problem }: ConnectorError, count: number): number | null {
  if (problem.kind === "transient") return Math.round(400 * count * (0.5 + Math.random()));
  if (problem.kind !== "limited") return null;
  const ms = 1000 * Math.max(1, Number(problem.params.seconds ?? "1"));
  return ms <= longestPauseMs ? ms : null;
}

function pdf(answer: HttpAnswer): Uint8Array {
  const { status, body } = answer;
  if (status === 200 && new TextDecoder("latin1").decode(body.subarray(0, 4)) === "%PDF") return body;
  classifyAnswer(answer, "read");
  throw unexpected(`no PDF but ${answer.header("content-type") ?? "no content type"}`);
}
