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
  /** The token was refused before its time: the next way in is a new one. */
  invalidate(): Promise<void>;
};

/** Nothing outlives the session: tests, and callers without a database. */
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
 * The way in and out of the ERP. One token is renewed at a time among all processes. What a process that died left open is ended
 * first: its cookies are remembered until they are signed out of; its token opens the same session again.
 */
export function createSessionStore(input: OpenInput<Settings, Credentials>, call: Send): SessionStore {
  const { settings, credentials, context } = input;
  const store = context.store ?? noStore;
  const kept = memoOf(store, accountOf(input));
  const given: Given = { settings, call, kept, now: () => context.now().getTime() };

  const signIn = async () => {
    // Cookies need no turn of their own: the connection's one seat keeps processes apart.
    const token =
      credentials.method === "oauth"
        ? await store.alone(() => enterByToken(given, credentials))
        : await enterByCookie(given, credentials);
    await requireTenant(call, settings, token).catch(async (error: unknown) => {
      await signOut(token);
      throw error;
    });
    return token;
  };

  const signOut = async (token: SessionToken): Promise<void> => {
    const gone = await callLogout(call, settings, token);
    // A session that could not be left stays remembered, so that the next start ends it.
    if (credentials.method === "password" && gone) await kept.write(null);
  };

  const invalidate = async (): Promise<void> => {
    const memo = credentials.method === "oauth" ? await kept.read() : null;
    if (memo) await kept.write({ refresh: memo.refresh });
  };

  return { signIn: refusedOnce(signIn), signOut, invalidate };
}

type Kept = { read(): Promise<Memo | null>; write(kept: Omit<Memo, "account"> | null): Promise<void> };
type Given = { settings: Settings; call: Send; kept: Kept; now(): number };

/** The memo of this account; what another account left is not read. */
const memoOf = (store: ConnectionStore, account: string): Kept => ({
  read: async () => {
    const parsed = memo.safeParse(asJson(await store.read()));
    return parsed.success && parsed.data.account === account ? parsed.data : null;
  },
  write: (kept) => store.write(kept === null ? null : JSON.stringify({ ...kept, account } satisfies Memo)),
});

/** No second session beside one that may still be open; an ERP that never lets go of it is given up after half an hour. */
async function endLeftSession({ settings, call, kept, now }: Given): Promise<void> {
  const left = await kept.read();
  if (!left?.cookies || (await callLogout(call, settings, cookieToken(left.cookies)))) return;
  if (left.until === undefined) await kept.write({ ...left, until: now() + sessionLifeMs });
  else if (left.until <= now()) return;
  throw lostAnswer("read", "the session before this one could not be signed out of yet");
}

async function enterByCookie(given: Given, { username, password }: Credentials): Promise<SessionToken> {
  await endLeftSession(given);
  const cookies = await signInByCookie(given.call, given.settings, { username, password });
  await given.kept.write({ cookies });
  return cookieToken(cookies);
}

async function enterByToken(given: Given, secrets: Extract<Credentials, { method: "oauth" }>): Promise<SessionToken> {
  const { settings, call, kept, now } = given;
  const memo = await kept.read();
  if (memo?.access && (memo.until ?? 0) - slackMs > now()) return bearerToken(memo.access, settings);
  const renewed = memo?.refresh ? await renew(call, settings, secrets, memo.refresh) : null;
  const { access, refresh, expiresIn } = renewed ?? (await requestToken(call, settings, secrets, null));
  // Kept before it is used: of a rotating refresh token only the last one opens.
  await kept.write({ access, refresh, until: now() + expiresIn * 1000 });
  return bearerToken(access, settings);
}

/** The account's own memory only; it tells nobody whose it is. */
function accountOf({
  settings,
  credentials,
}: Pick<OpenInput<Settings, Credentials>, "settings" | "credentials">): string {
  const client = credentials.method === "oauth" ? credentials.clientId : "";
  const parts = [siteOf(settings), settings.tenant, credentials.method, credentials.username, client];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 24);
}

/** The next token by refresh; null when that one was used up or has ended, so that the password opens again (§2.2). */
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

/** Signing in until it was refused once: asking again locks accounts (§2.1), and an unanswered sign-in may hold a seat. */
function refusedOnce(enter: () => Promise<SessionToken>): () => Promise<SessionToken> {
  let refusal: ConnectorError | null = null;
  return async () => {
    if (refusal) throw refusal;
    try {
      return await enter();
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
