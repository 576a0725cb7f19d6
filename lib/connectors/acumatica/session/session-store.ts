import { createHash } from "node:crypto";
import { z } from "zod";
import { asConnectorError, isNoEntity, lostAnswer } from "@/lib/connectors/acumatica/failure";
import { path } from "@/lib/connectors/acumatica/odata/filter";
import {
  bearerToken,
  cookieToken,
  requestToken,
  type Send,
  type SessionToken,
  signInByCookie,
  type Token,
} from "@/lib/connectors/acumatica/session/sign-in";
import { type Credentials, type Settings, siteOf } from "@/lib/connectors/acumatica/settings";
import { type ConnectionStore, ConnectorError, type OpenInput } from "@/lib/connectors/contract";
import { type HttpAnswer, HttpFailure } from "@/lib/connectors/http";

/** What outlives a session: the cookies of one not yet signed out of, or the tokens; `account` says whose they are. */
const memo = z.object({
  account: z.string(),
  cookies: z.string().optional(),
  access: z.string().optional(),
  refresh: z.string().nullish(),
  /** Epoch milliseconds: when the token ends, or a session that could not be signed out of has surely timed out. */
  until: z.number().optional(),
});
type Memo = z.infer<typeof memo>;

export type SessionStore = {
  signIn(): Promise<SessionToken>;
  signOut(token: SessionToken): Promise<void>;
  /** The token was refused before its time: the next `signIn` asks for a new one. */
  invalidate(): Promise<void>;
};

/** Stores nothing: for tests and callers without a database. */
const noStore: ConnectionStore = {
  read: async () => null,
  write: async () => {},
  alone: (work) => work(),
};

/** A token is replaced this long before it ends. */
const slackMs = 60_000;

/** The longest an unused session was seen to live (acumatica-api.md §2.4). */
const sessionLifeMs = 30 * 60_000;

/**
 * Signs in and out of the ERP. One token is renewed at a time among all processes. A session that a dead process left
 * open is ended first: its cookies are stored until they are signed out of; a stored token is used again. `signIn`
 * throws ConnectorError `auth`, `limited` when no seat is free, else `transient`, and after a refusal the same error
 * without asking again; `signOut` throws nothing for an ERP that does not answer.
 */
export function createSessionStore(input: OpenInput<Settings, Credentials>, call: Send): SessionStore {
  const { settings, credentials, context } = input;
  const store = context.store ?? noStore;
  const account = accountOf(input);
  const keep = (kept: Omit<Memo, "account"> | null) =>
    store.write(kept === null ? null : JSON.stringify({ ...kept, account } satisfies Memo));
  const recall = async (): Promise<Memo | null> => {
    const parsed = memo.safeParse(asJson(await store.read()));
    return parsed.success && parsed.data.account === account ? parsed.data : null;
  };

  /**
   * No second session beside one that may still be open; 30 min after a sign-out first failed it has timed out by
   * itself.
   */
  const endLeftSession = async (): Promise<void> => {
    const left = await recall();
    if (!left?.cookies || (await callLogout(call, settings, cookieToken(left.cookies)))) return;
    const now = context.now().getTime();
    if (left.until === undefined) await keep({ ...left, until: now + sessionLifeMs });
    else if (left.until <= now) return;
    throw lostAnswer("read", "the session before this one could not be signed out of yet");
  };

  const byCookie = async (): Promise<SessionToken> => {
    await endLeftSession();
    const { username, password } = credentials;
    const cookies = await signInByCookie(call, settings, { username, password });
    await keep({ cookies });
    return cookieToken(cookies);
  };

  const keepToken = async ({ access, refresh, expiresIn }: Token): Promise<string> => {
    // Stored before it is used: a refresh token works once, so that one lost in a crash means signing in anew (§2.2).
    await keep({ access, refresh, until: context.now().getTime() + expiresIn * 1000 });
    return access;
  };

  const byToken = async (secrets: Extract<Credentials, { method: "oauth" }>): Promise<SessionToken> => {
    const kept = await recall();
    if (kept?.access && (kept.until ?? 0) - slackMs > context.now().getTime())
      return bearerToken(kept.access, settings);
    const renewed = kept?.refresh ? await renew(call, settings, secrets, kept.refresh) : null;
    return bearerToken(await keepToken(renewed ?? (await requestToken(call, settings, secrets, null))), settings);
  };

  const signIn = async () => {
    // Cookies need no turn of their own: the connection's one seat keeps processes apart.
    const token = credentials.method === "oauth" ? await store.alone(() => byToken(credentials)) : await byCookie();
    await requireTenant(call, settings, token).catch(async (error: unknown) => {
      await signOut(token);
      throw error;
    });
    return token;
  };

  const signOut = async (token: SessionToken): Promise<void> => {
    const gone = await callLogout(call, settings, token);
    // A session that could not be signed out of stays stored, so that the next start ends it.
    if (credentials.method === "password" && gone) await keep(null);
  };

  const invalidate = async (): Promise<void> => {
    const kept = credentials.method === "oauth" ? await recall() : null;
    if (kept) await keep({ refresh: kept.refresh });
  };

  return { signIn: refusedOnce(signIn), signOut, invalidate };
}

/** A hash of the account, so that what is stored for another account is not used. */
function accountOf({
  settings,
  credentials,
}: Pick<OpenInput<Settings, Credentials>, "settings" | "credentials">): string {
  const client = credentials.method === "oauth" ? credentials.clientId : "";
  const parts = [siteOf(settings), settings.tenant, credentials.method, credentials.username, client];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 24);
}

/**
 * The next token by refresh; null when that one was used or has ended: then user and password are sent again (§2.2).
 */
async function renew(
  call: Send,
  settings: Settings,
  secrets: Extract<Credentials, { method: "oauth" }>,
  refresh: string,
): Promise<Token | null> {
  try {
    return await requestToken(call, settings, secrets, refresh);
  } catch (error) {
    if (error instanceof ConnectorError && error.problem.code === "credentials-refused") return null;
    throw error;
  }
}

/** A sign-in that worked does not prove where it landed (acumatica-api.md §1.5): a customer only this tenant has does. */
async function requireTenant(call: Send, settings: Settings, token: SessionToken): Promise<void> {
  const { knownCustomer, endpoint, version } = settings;
  if (!knownCustomer) return;
  const url = `${siteOf(settings)}/entity/${endpoint}/${version}/Customer/${path(knownCustomer)}?$select=CustomerID`;
  const headers = { Accept: "application/json", ...token.headers() };
  const answer = await call({ method: "GET", url, headers, timeoutMs: 30_000 });
  if (!isNoEntity(answer)) return;
  const detail = `customer ${knownCustomer} is not in the tenant the session landed in`;
  throw new ConnectorError("tenant-wrong", "auth", { tenant: settings.tenant ?? "" }, detail);
}

/**
 * Signs in until it was refused once: trying again locks accounts (§2.1), and an unanswered sign-in may hold a seat.
 */
function refusedOnce(signIn: () => Promise<SessionToken>): () => Promise<SessionToken> {
  let refusal: ConnectorError | null = null;
  return async () => {
    if (refusal) throw refusal;
    try {
      return await signIn();
    } catch (error) {
      const failure = asConnectorError(error, "read");
      if (failure.problem.kind !== "transient" || (error instanceof HttpFailure && error.sent)) refusal = failure;
      throw failure;
    }
  };
}

/** Frees the seat; tried twice, since a forgotten session keeps it for ten minutes or more (acumatica-api.md §2.4). */
async function callLogout(call: Send, settings: Settings, token: SessionToken): Promise<boolean> {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const answer = await call({
      method: "POST",
      url: `${siteOf(settings)}/entity/auth/logout`,
      // Without an explicit length IIS answers 411 and the session stays open (§2.1).
      headers: { ...token.headers(), "Content-Length": "0" },
      body: "",
      timeoutMs: 10_000,
    }).catch(unanswered);
    if (answer && (answer.status < 300 || answer.status === 401)) return true;
  }
  return false;
}

function unanswered(error: unknown): HttpAnswer | null {
  if (error instanceof HttpFailure) return null;
  throw error;
}

function asJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
