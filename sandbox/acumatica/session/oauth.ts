import { createHash, randomBytes } from "node:crypto";
import { Failure } from "@/sandbox/acumatica/failure";
import type { Session, Sessions } from "@/sandbox/acumatica/session/sessions";
import type { Settings } from "@/sandbox/acumatica/settings";

type Grant = { id: string; user: string; scopes: string[]; refresh: string | null };
/** What a person agreed to in the browser: spent once, with the very redirect address and the PKCE verifier (§2.2). */
type Consent = { user: string; scopes: string[]; redirectUri: string; challenge: string | null };
type Clock = { settings: Settings; now(): number };

const refused = (error: string): Failure => new Failure(400, { error });

const newToken = (): string => randomBytes(24).toString("hex");

/** The token endpoint and what its tokens open (acumatica-api.md §2.2, §2.3). */
export class Oauth {
  private readonly tokens = new Map<string, { grant: Grant; until: number }>();
  private readonly refreshers = new Map<string, Grant>();
  private readonly codes = new Map<string, Consent>();

  constructor(
    private readonly clock: Clock,
    private readonly sessions: Sessions,
  ) {}

  /** Stands for the person's consent in the browser, which has no page here; answers with the code. */
  consent(given: Consent): string {
    const code = newToken();
    this.codes.set(code, given);
    return code;
  }

  /** `POST /identity/connect/token`, form-urlencoded; refusals follow RFC 6749 with status 400. */
  token(form: URLSearchParams): object {
    const { clientId, clientSecret } = this.clock.settings.oauth;
    if (form.get("client_id") !== clientId || form.get("client_secret") !== clientSecret)
      throw refused("invalid_client");
    switch (form.get("grant_type")) {
      case "password":
        return this.byPassword(form);
      case "authorization_code":
        return this.byCode(form);
      case "refresh_token":
        return this.byRefresh(form);
      default:
        throw refused("unsupported_grant_type");
    }
  }

  /**
   * The session a bearer works in: one per grant with scope `api`; with `api:concurrent_access` every call without
   * its cookie opens another. A token used after logout opens a new session (§2.3).
   */
  session(bearer: string, cookie: string | undefined): Session | undefined {
    const found = this.tokens.get(bearer);
    if (!found || found.until <= this.clock.now()) return undefined;
    const { grant } = found;
    const concurrent = grant.scopes.includes("api:concurrent_access");
    const open = concurrent ? this.sessions.byCookieOfGrant(cookie, grant.id) : this.sessions.byGrant(grant.id);
    return open ?? this.sessions.start(grant.user, grant.id);
  }

  /** The session a bearer has open, without opening one. */
  existing(bearer: string): Session | undefined {
    const found = this.tokens.get(bearer);
    return found && this.sessions.byGrant(found.grant.id);
  }

  isConcurrent(bearer: string): boolean {
    return this.tokens.get(bearer)?.grant.scopes.includes("api:concurrent_access") ?? false;
  }

  expireTokens(): void {
    for (const entry of this.tokens.values()) entry.until = 0;
  }

  reset(): void {
    this.tokens.clear();
    this.refreshers.clear();
    this.codes.clear();
  }

  private issue(grant: Grant): object {
    const { tokenSeconds } = this.clock.settings.oauth;
    const access = newToken();
    this.tokens.set(access, { grant, until: this.clock.now() + tokenSeconds * 1000 });
    if (grant.scopes.includes("offline_access")) {
      grant.refresh = newToken();
      this.refreshers.set(grant.refresh, grant);
    }
    return {
      access_token: access,
      expires_in: tokenSeconds,
      token_type: "Bearer",
      ...(grant.refresh && { refresh_token: grant.refresh }),
      scope: grant.scopes.join(" "),
    };
  }

  private byPassword(form: URLSearchParams): object {
    const user = form.get("username") ?? "";
    try {
      this.sessions.check({ name: user, password: form.get("password") ?? "", tenant: null });
    } catch {
      throw refused("invalid_grant");
    }
    const scopes = (form.get("scope") ?? "").split(" ").filter(Boolean);
    if (!scopes.some((scope) => scope.startsWith("api"))) throw refused("invalid_scope");
    if (scopes.includes("offline_access") && !this.clock.settings.oauth.offlineAccess) throw refused("invalid_scope");
    return this.issue({ id: newToken(), user, scopes, refresh: null });
  }

  /** Only the latest refresh token may be used, once (§2.2). */
  private byRefresh(form: URLSearchParams): object {
    const presented = form.get("refresh_token") ?? "";
    const grant = this.refreshers.get(presented);
    this.refreshers.delete(presented);
    if (!grant || grant.refresh !== presented) throw refused("invalid_grant");
    return this.issue(grant);
  }

  private byCode(form: URLSearchParams): object {
    const code = form.get("code") ?? "";
    const consent = this.codes.get(code);
    this.codes.delete(code);
    if (!consent || consent.redirectUri !== form.get("redirect_uri")) throw refused("invalid_grant");
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (consent.challenge !== null && consent.challenge !== verifier) throw refused("invalid_grant");
    return this.issue({ id: newToken(), user: consent.user, scopes: consent.scopes, refresh: null });
  }
}
