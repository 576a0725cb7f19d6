import { createHash, randomBytes } from "node:crypto";
import { Failure } from "@/sandbox/acumatica/failure";
import type { Session, Sessions } from "@/sandbox/acumatica/session/sessions";
import type { Settings } from "@/sandbox/acumatica/settings";

type Grant = { id: string; user: string; scopes: string[]; refresh: string | null };
/** What a person agreed to in the browser: spent once, with the very redirect address and the PKCE verifier (§2.2). */
type Consent = { user: string; scopes: string[]; redirectUri: string; challenge: string | null };
type Clock = { settings: Settings; now(): number };

const refused = (error: string): Failure => new Failure(400, { error });

/** The token endpoint and what its tokens open (acumatica-api.md §2.2, §2.3). */
export function createOauth(clock: Clock, sessions: Sessions) {
  const tokens = new Map<string, { grant: Grant; until: number }>();
  const refreshers = new Map<string, Grant>();
  const codes = new Map<string, Consent>();
  const token = (): string => randomBytes(24).toString("hex");

  const issue = (grant: Grant): object => {
    const access = token();
    tokens.set(access, { grant, until: clock.now() + clock.settings.oauth.tokenSeconds * 1000 });
    if (grant.scopes.includes("offline_access")) {
      grant.refresh = token();
      refreshers.set(grant.refresh, grant);
    }
    return {
      access_token: access,
      expires_in: clock.settings.oauth.tokenSeconds,
      token_type: "Bearer",
      ...(grant.refresh && { refresh_token: grant.refresh }),
      scope: grant.scopes.join(" "),
    };
  };

  const byPassword = (form: URLSearchParams): object => {
    try {
      sessions.check({ name: form.get("username") ?? "", password: form.get("password") ?? "", tenant: null });
    } catch {
      throw refused("invalid_grant");
    }
    const scopes = (form.get("scope") ?? "").split(" ").filter(Boolean);
    if (!scopes.some((scope) => scope.startsWith("api"))) throw refused("invalid_scope");
    if (scopes.includes("offline_access") && !clock.settings.oauth.offlineAccess) throw refused("invalid_scope");
    return issue({ id: token(), user: form.get("username") ?? "", scopes, refresh: null });
  };

  /** Only the latest refresh token may be used, once (§2.2). */
  const byRefresh = (form: URLSearchParams): object => {
    const presented = form.get("refresh_token") ?? "";
    const grant = refreshers.get(presented);
    refreshers.delete(presented);
    if (!grant || grant.refresh !== presented) throw refused("invalid_grant");
    return issue(grant);
  };

  const byCode = (form: URLSearchParams): object => {
    const code = form.get("code") ?? "";
    const consent = codes.get(code);
    codes.delete(code);
    if (!consent || consent.redirectUri !== form.get("redirect_uri")) throw refused("invalid_grant");
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (consent.challenge !== null && consent.challenge !== verifier) throw refused("invalid_grant");
    return issue({ id: token(), user: consent.user, scopes: consent.scopes, refresh: null });
  };

  return {
    /** Stands for the person's consent in the browser, which has no page here; answers with the code. */
    consent(given: Consent): string {
      const code = token();
      codes.set(code, given);
      return code;
    },
    /** `POST /identity/connect/token`, form-urlencoded; refusals follow RFC 6749 with status 400. */
    token(form: URLSearchParams): object {
      const { clientId, clientSecret } = clock.settings.oauth;
      if (form.get("client_id") !== clientId || form.get("client_secret") !== clientSecret)
        throw refused("invalid_client");
      switch (form.get("grant_type")) {
        case "password":
          return byPassword(form);
        case "authorization_code":
          return byCode(form);
        case "refresh_token":
          return byRefresh(form);
        default:
          throw refused("unsupported_grant_type");
      }
    },
    /**
     * The session a bearer works in: one per grant with scope `api`; with `api:concurrent_access` every call without
     * its cookie opens another. A token used after logout opens a new session (§2.3).
     */
    session(bearer: string, cookie: string | undefined): Session | undefined {
      const found = tokens.get(bearer);
      if (!found || found.until <= clock.now()) return undefined;
      const { grant } = found;
      const concurrent = grant.scopes.includes("api:concurrent_access");
      const open = concurrent ? sessions.byCookieOfGrant(cookie, grant.id) : sessions.byGrant(grant.id);
      return open ?? sessions.start(grant.user, grant.id);
    },
    /** The session a bearer has open, without opening one. */
    existing(bearer: string): Session | undefined {
      const found = tokens.get(bearer);
      return found && sessions.byGrant(found.grant.id);
    },
    isConcurrent: (bearer: string): boolean =>
      tokens.get(bearer)?.grant.scopes.includes("api:concurrent_access") ?? false,
    expireTokens(): void {
      for (const entry of tokens.values()) entry.until = 0;
    },
    reset(): void {
      tokens.clear();
      refreshers.clear();
      codes.clear();
    },
  };
}

export type Oauth = ReturnType<typeof createOauth>;
