import { lostAnswer, readExceptions, refusalOf } from "@/lib/connectors/acumatica/failure";
import { type Credentials, type Settings, siteOf } from "@/lib/connectors/acumatica/settings";
import { asRecord, parseJson } from "@/lib/connectors/acumatica/wire";
import { ConnectorError } from "@/lib/connectors/contract";
import type { HttpAnswer, HttpRequest } from "@/lib/connectors/http";

export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** What proves a session: the headers of its calls, and what later answers add to them. */
export type SessionToken = { headers(): Record<string, string>; learn(answer: HttpAnswer): void };

/** A token answer; `expiresIn` in seconds, the refresh token is used once (acumatica-api.md §2.2). */
export type Token = { access: string; refresh: string | null; expiresIn: number };

type Secrets = Extract<Credentials, { method: "oauth" }>;

const timeoutMs = 30_000;

/**
 * Opens one session by cookie (acumatica-api.md §2.1); says its cookies. Throws `auth` when the account is refused,
 * `limited` when no seat is free, else `transient`; and what `send` throws.
 */
export async function signInByCookie(
  send: Send,
  settings: Settings,
  { username, password }: { username: string; password: string },
): Promise<string> {
  const answer = await send({
    method: "POST",
    url: `${siteOf(settings)}/entity/auth/login`,
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ name: username, password, tenant: settings.tenant, branch: settings.branch }),
    timeoutMs,
  });
  const refusal = signInRefusal(answer, settings);
  if (refusal) throw refusal;
  if (answer.setCookies.length === 0) throw lostAnswer("read", "the sign-in set no cookie");
  const token = cookieToken("");
  token.learn(answer);
  return token.headers().Cookie ?? "";
}

/** The token of a session known by its cookies. */
export function cookieToken(known: string): SessionToken {
  const cookies = new Map<string, string>();
  const add = (pair: string) => {
    const at = pair.indexOf("=");
    if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  };
  for (const pair of known.split("; ")) add(pair);
  return {
    headers: () => ({ Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
    learn: ({ setCookies }) => {
      for (const cookie of setCookies) add(cookie.split(";", 1)[0] ?? "");
    },
  };
}

export function bearerToken(access: string, { branch }: Settings): SessionToken {
  const headers: Record<string, string> = { Authorization: `Bearer ${access}` };
  if (branch) headers["PX-CbApiBranch"] = branch;
  return { headers: () => headers, learn: () => {} };
}

/**
 * A token of scope `api`, by user and password or by the last refresh token (acumatica-api.md §2.2, §2.3). Throws `auth`
 * when it is refused, else `transient`; and what `send` throws.
 */
export async function requestToken(
  send: Send,
  settings: Settings,
  secrets: Secrets,
  refresh: string | null,
  scope = "api offline_access",
): Promise<Token> {
  const { clientId, clientSecret, username, password } = secrets;
  const form = new URLSearchParams({
    grant_type: refresh === null ? "password" : "refresh_token",
    // Nothing but this suffix selects the tenant of a token (acumatica-api.md §1.5).
    client_id: clientId.includes("@") || !settings.tenant ? clientId : `${clientId}@${settings.tenant}`,
    client_secret: clientSecret,
    ...(refresh === null ? { username, password, scope } : { refresh_token: refresh }),
  });
  const answer = await send({
    method: "POST",
    url: `${siteOf(settings)}/identity/connect/token`,
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: form.toString(),
    timeoutMs,
  });
  const refusal = signInRefusal(answer, settings);
  // An application may be registered without refresh tokens; a token for an hour does as well.
  if (refusal?.problem.detail === "invalid_scope" && scope !== "api")
    return requestToken(send, settings, secrets, refresh, "api");
  if (refusal) throw refusal;
  const body = asRecord(parseJson(answer.text()));
  const text = (name: string) => (typeof body?.[name] === "string" && body[name] !== "" ? body[name] : null);
  const access = text("access_token");
  if (access === null) throw lostAnswer("read", "the token answer holds no token");
  return { access, refresh: text("refresh_token"), expiresIn: Number(text("expires_in") ?? 0) || 0 };
}

/** Sign-ins answer 500 for wrong credentials, locked accounts, unknown tenants and full licences alike (§2.1, §2.5). */
function signInRefusal(answer: HttpAnswer, settings: Settings): ConnectorError | null {
  const { status } = answer;
  const general = refusalOf(answer, "read");
  if (!general) return null;
  const { code, kind, detail } = general.problem;
  if (code === "seats-taken") return general;
  if (status === 429) return new ConnectorError("seats-taken", "limited", {}, detail);
  const body = asRecord(parseJson(answer.text()));
  const { types, messages } = readExceptions(body);
  if ([...types, ...messages].some((text) => /PXUndefinedCompany|proper company ID/i.test(text))) {
    return new ConnectorError("tenant-wrong", "auth", { tenant: settings.tenant ?? "" }, detail);
  }
  const oauthError = typeof body?.error === "string" ? body.error.slice(0, 100) : null;
  const refused = oauthError !== null || [400, 401, 403].includes(status) || (status === 500 && kind === "rejected");
  if (refused) return new ConnectorError("credentials-refused", "auth", {}, oauthError ?? detail);
  return lostAnswer("read", detail ?? `HTTP ${status}`, { status: String(status) });
}
