import { lost, readExceptions, refusalOf } from "@/lib/connectors/acumatica/failure";
import { type Credentials, type Settings, siteOf } from "@/lib/connectors/acumatica/settings";
import { asRecord, parseJson } from "@/lib/connectors/acumatica/wire";
import { ConnectorError } from "@/lib/connectors/contract";
import type { HttpAnswer, HttpRequest } from "@/lib/connectors/http";

export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** What proves a session: the headers of its calls, and what later answers add to them. */
export type Pass = { headers(): Record<string, string>; learn(answer: HttpAnswer): void };

type Account = { settings: Settings; credentials: Credentials };

const timeoutMs = 30_000;

/**
 * Opens one session, by cookie (acumatica-api.md §2.1) or by an OAuth token of scope `api` (§2.2, §2.3). Throws
 * `auth` when the account is refused, `limited` when no seat is free, else `transient`; and what `send` throws.
 */
export function signIn(send: Send, { settings, credentials }: Account): Promise<Pass> {
  return credentials.method === "oauth"
    ? signInByToken(send, settings, credentials)
    : signInByCookie(send, settings, credentials);
}

async function signInByCookie(
  send: Send,
  settings: Settings,
  { username, password }: { username: string; password: string },
): Promise<Pass> {
  const answer = await send({
    method: "POST",
    url: `${siteOf(settings)}/entity/auth/login`,
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ name: username, password, tenant: settings.tenant, branch: settings.branch }),
    timeoutMs,
  });
  const refusal = signInRefusal(answer, settings);
  if (refusal) throw refusal;
  if (answer.setCookies.length === 0) throw lost("read", "the sign-in set no cookie");
  const cookies = new Map<string, string>();
  const learn = ({ setCookies }: HttpAnswer) => {
    for (const cookie of setCookies) {
      const pair = cookie.split(";", 1)[0] ?? "";
      const at = pair.indexOf("=");
      if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
  };
  learn(answer);
  return { headers: () => ({ Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }), learn };
}

async function signInByToken(
  send: Send,
  settings: Settings,
  credentials: Extract<Credentials, { method: "oauth" }>,
): Promise<Pass> {
  const { clientId, clientSecret, username, password } = credentials;
  const form = new URLSearchParams({
    grant_type: "password",
    // Nothing but this suffix selects the tenant of a token (acumatica-api.md §1.5).
    client_id: clientId.includes("@") || !settings.tenant ? clientId : `${clientId}@${settings.tenant}`,
    client_secret: clientSecret,
    username,
    password,
    scope: "api",
  });
  const answer = await send({
    method: "POST",
    url: `${siteOf(settings)}/identity/connect/token`,
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: form.toString(),
    timeoutMs,
  });
  const refusal = signInRefusal(answer, settings);
  if (refusal) throw refusal;
  const token = asRecord(parseJson(answer.text()))?.access_token;
  if (typeof token !== "string" || token === "") throw lost("read", "the token answer holds no token");
  const branch: Record<string, string> = settings.branch ? { "PX-CbApiBranch": settings.branch } : {};
  return { headers: () => ({ Authorization: `Bearer ${token}`, ...branch }), learn: () => {} };
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
  return lost("read", detail ?? `HTTP ${status}`, { status: String(status) });
}
