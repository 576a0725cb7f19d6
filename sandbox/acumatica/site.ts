import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Actions } from "@/sandbox/acumatica/api/actions";
import { readDac } from "@/sandbox/acumatica/api/dac";
import { type Answer, answerCall, versions } from "@/sandbox/acumatica/api/entities";
import { readInquiry } from "@/sandbox/acumatica/api/odata";
import type { Reports } from "@/sandbox/acumatica/api/reports";
import { encode } from "@/sandbox/acumatica/api/wire";
import type { Parts, Traffic } from "@/sandbox/acumatica/control";
import { badRequest, Failure, notFound, unauthorized } from "@/sandbox/acumatica/failure";
import type { Licence } from "@/sandbox/acumatica/session/licence";
import { inTurn, readLogin, requireSession, type Session } from "@/sandbox/acumatica/session/sessions";
import type { Settings } from "@/sandbox/acumatica/settings";
import { emptyTenant } from "@/sandbox/acumatica/state";
import { faultMiddleware } from "@/sandbox/faults";

type Env = { Bindings: HttpBindings; Variables: { session: Session | undefined } };
type Ctx = Context<Env>;

const json = (c: Ctx, value: unknown, status = 200): Response =>
  c.newResponse(encode(value), status as 200, { "content-type": "application/json; charset=utf-8" });

/** Cookies as IIS sends them: several headers, one with a comma in its date (acumatica-api.md §2.1). */
function setCookies(c: Ctx, session: Session, settings: Settings): void {
  const later = new Date(Date.now() + 30 * 86_400_000).toUTCString();
  for (const cookie of [
    `ASP.NET_SessionId=${session.id}; path=/; HttpOnly; SameSite=Lax`,
    `.ASPXAUTH=${session.secret}; path=/; HttpOnly`,
    `UserBranch=16; expires=${later}; path=/`,
    `Locale=Culture=en-US&TimeZone=GMTE0200G; expires=${later}; path=/`,
    `CompanyID=${settings.tenant}; path=/`,
  ]) {
    c.header("set-cookie", cookie, { append: true });
  }
}

function findSession(c: Ctx, { erp, sessions, oauth }: Parts): Session | undefined {
  const cookie = getCookie(c, "ASP.NET_SessionId");
  const [scheme = "", credential = ""] = (c.req.header("authorization") ?? "").split(" ");
  if (scheme.toLowerCase() === "bearer") {
    const session = oauth.session(credential, cookie);
    if (session && oauth.isConcurrent(credential) && session.id !== cookie) setCookies(c, session, erp.settings);
    return session;
  }
  return sessions.byCookies(cookie, getCookie(c, ".ASPXAUTH"));
}

/** `GET SalesOrder/{keys}`: the route without what differs from call to call. */
function routeOf(method: string, path: string, instance: string): string {
  const inside = instance ? path.replace(`/${instance}`, "") : path;
  const [, name = "", ...rest] = /^\/entity\/[^/]+\/\d[^/]*\/([^/]+)\/?(.*)$/.exec(inside) ?? [];
  const tail = (rest[0] ?? "").split("/").filter(Boolean);
  if (!name) return `${method} ${inside}`;
  if (name === "files") return `${method} files`;
  if (tail.includes("status")) return `${method} ${name}/${tail[0]}/status`;
  if (tail.length === 0) return `${method} ${name}`;
  return `${method} ${name}/${method === "POST" ? tail[0] : "{keys}"}`;
}

const counted =
  (traffic: Traffic, settings: Settings, now: () => number): MiddlewareHandler<Env> =>
  async (c, next) => {
    const route = routeOf(c.req.method, c.req.path, settings.instance);
    traffic.routes[route] = (traffic.routes[route] ?? 0) + 1;
    await next();
    traffic.recent.push({ at: now(), route, path: c.req.path, status: c.res.status });
    if (traffic.recent.length > 300) traffic.recent.shift();
  };

/** IIS refuses a POST without a length (§4.8). */
const measured: MiddlewareHandler<Env> = async (c, next) => {
  const { method } = c.req;
  const hasLength = c.req.header("content-length") ?? c.req.header("transfer-encoding");
  const isLogout = c.req.path.endsWith("/entity/auth/logout");
  if (method === "POST" && (isLogout ? !c.req.header("content-length") : !hasLength)) {
    return c.text("Length Required", 411);
  }
  // Read before any fault strikes: a dropped connection must not take the body of a late commit with it.
  await c.req.arrayBuffer();
  await next();
};

const open =
  /\/(entity\/auth\/login|entity\/auth\/logout|identity\/connect\/(token|revocation)|entity|entity\/swagger\.json)$/;

/** Everything but the doors needs a session; logout is executed at once, all else in the session's turn (§2.1, §2.3). */
const admitted =
  (parts: Parts): MiddlewareHandler<Env> =>
  async (c, next) => {
    const isOdata = c.req.path.includes("/odata/");
    if (isOdata || open.test(c.req.path.replace(/\/$/, ""))) return next();
    const session = requireSession(findSession(c, parts));
    c.set("session", session);
    if (parts.erp.settings.serialSessions) await inTurn(session, next);
    else await next();
  };

function doors(app: Hono<Env>, parts: Parts): void {
  const { erp, sessions, oauth } = parts;
  app.post("/entity/auth/login", async (c) => {
    const isForm = c.req.header("content-type")?.includes("x-www-form-urlencoded");
    const source = await c.req.text();
    const read = async (): Promise<unknown> =>
      isForm ? Object.fromEntries(new URLSearchParams(source)) : JSON.parse(source);
    const body = await read().catch(() => {
      throw badRequest("The request is invalid.");
    });
    const credentials = readLogin((body ?? {}) as Record<string, unknown>);
    sessions.check(credentials);
    setCookies(c, sessions.start(credentials.name, null), erp.settings);
    return c.body(null, 204);
  });
  app.post("/entity/auth/logout", (c) => {
    const [, bearer] = (c.req.header("authorization") ?? "").split(" ");
    sessions.close(bearer ? oauth.existing(bearer) : findSession(c, parts));
    return c.body(null, 204);
  });
  app.post("/identity/connect/token", async (c) => json(c, oauth.token(new URLSearchParams(await c.req.text()))));
  app.post("/identity/connect/revocation", (c) => c.body(null, 200));
  app.get("/entity", (c) => {
    if (erp.settings.entityNeedsSession) requireSession(findSession(c, parts));
    const base = erp.settings.instance ? `/${erp.settings.instance}` : "";
    const endpoints = versions.map((version) => ({
      name: "Default",
      version,
      href: `${base}/entity/Default/${version}/`,
    }));
    const build = { acumaticaBuildVersion: erp.settings.build, databaseVersion: erp.settings.build };
    const { name, version } = erp.settings.customEndpoint;
    // The tenant's own endpoints are shown to those who are signed in (§1.2).
    if (findSession(c, parts)) endpoints.push({ name, version, href: `${base}/entity/${name}/${version}/` });
    return json(c, erp.settings.entityForm === "array" ? endpoints : { version: build, endpoints });
  });
  app.get("/entity/swagger.json", (c) =>
    json(c, { openapi: "3.0.1", info: { title: "System", version: "1" }, paths: {} }),
  );
}

function odata(app: Hono<Env>, parts: Parts): void {
  const { erp, sessions } = parts;
  /** Basic counts as a user and opens a session per call unless its cookies come back (§2.5). */
  const signIn = (c: Ctx): void => {
    const [scheme = "", credential = ""] = (c.req.header("authorization") ?? "").split(" ");
    const session = scheme || erp.settings.odataCookie ? findSession(c, parts) : undefined;
    if (session) return;
    if (scheme.toLowerCase() !== "basic") throw unauthorized();
    const [login = "", ...password] = Buffer.from(credential, "base64").toString("utf8").split(":");
    try {
      sessions.check({ name: login.split("@")[0] ?? "", password: password.join(":"), tenant: null });
    } catch {
      throw unauthorized();
    }
    setCookies(c, sessions.start(login, null), erp.settings);
  };
  app.get("/t/:tenant/api/odata/gi/:name", (c) => {
    signIn(c);
    if (c.req.param("tenant") !== erp.settings.tenant) throw notFound(c.req.param("tenant"));
    return json(c, readInquiry(erp, new URL(c.req.url), c.req.param("name")));
  });
  app.get("/t/:tenant/api/odata/dac/:name", (c) => {
    signIn(c);
    if (c.req.param("tenant") !== erp.settings.tenant) throw notFound(c.req.param("tenant"));
    return json(c, readDac(erp, new URL(c.req.url), c.req.param("name")));
  });
}

function send(c: Ctx, answer: Answer): Response {
  for (const [name, value] of Object.entries(answer.headers ?? {})) c.header(name, value);
  if (answer.bytes) return c.newResponse(new Uint8Array(answer.bytes), answer.status as 200);
  return answer.json === undefined ? c.newResponse(null, answer.status as 204) : json(c, answer.json, answer.status);
}

/** The contract API: every address under an endpoint the instance has. */
function entities(
  site: Hono<Env>,
  { erp }: Parts,
  { base, actions, reports }: { base: string; actions: Actions; reports: Reports },
): void {
  /** Another tenant of the same instance, with nothing in it (§1.5). */
  const elsewhere = { ...erp, state: emptyTenant(erp.settings, erp.now()), commit: <T>(work: () => T): T => work() };
  site.all("/entity/:endpoint/:version/:rest{.+}", async (c) => {
    const { endpoint, version } = c.req.param();
    const own = erp.settings.customEndpoint;
    const isOwn = endpoint === own.name && version === own.version;
    const isDefault = endpoint === "Default" && versions.includes(version);
    if (!isOwn && !isDefault) throw notFound(`${endpoint}/${version}`);
    const path = c.req.path.split(`/entity/${endpoint}/${version}/`)[1] ?? "";
    const frame = {
      erp: erp.settings.landsElsewhere ? elsewhere : erp,
      base: `${base}/entity/${endpoint}/${version}`,
      endpoint,
      version: isOwn ? own.base : version,
    };
    const call = {
      method: c.req.method,
      parts: path.split("/").filter(Boolean).map(decodeURIComponent),
      query: new URL(c.req.url).searchParams,
      headers: c.req.raw.headers,
      bytes: Buffer.from(await c.req.arrayBuffer()),
      session: c.get("session")?.id ?? "",
    };
    return send(c, (await reports.answer(frame, call)) ?? (await answerCall(frame, call, actions)));
  });
}

/** The wire space of the instance: `{site}` and everything under it. */
export function siteApp(
  parts: Parts,
  { actions, reports, licence }: { actions: Actions; reports: Reports; licence: Licence },
): Hono<Env> {
  const { erp, faults, traffic } = parts;
  const { instance } = erp.settings;
  const base = instance ? `/${instance}` : "";
  const app = new Hono<Env>();
  app.onError((error, c) => {
    if (!(error instanceof Failure)) {
      console.error(error);
      return json(c, { message: "The twin itself failed.", exceptionMessage: String(error) }, 500);
    }
    const { status, body } = error;
    return typeof body === "string" ? c.text(body, status as 500) : json(c, body, status);
  });
  app.notFound((c) => json(c, notFound(c.req.path).body, 404));
  app.use(counted(traffic, erp.settings, erp.now));
  app.use(measured);
  app.use(async (c, next) => {
    // Sign-outs are executed at once (§2.1).
    if (!c.req.path.endsWith("/entity/auth/logout")) await licence.pass();
    await next();
  });
  app.use(admitted(parts));
  app.use(
    faultMiddleware(faults, {
      now: parts.erp.now,
      rateLimitBody: { message: "The request has been declined by the license limits." },
    }),
  );
  const site = new Hono<Env>();
  doors(site, parts);
  odata(site, parts);
  entities(site, parts, { base, actions, reports });
  app.route(base || "/", site);
  return app;
}
