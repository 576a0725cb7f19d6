import "server-only";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { type KeyRoute, type ParamsOf, routeAccess, type UserRoute } from "@/lib/auth/access";
import { type CurrentUser, currentUser } from "@/lib/auth/current-user";
import { rateLimit } from "@/lib/auth/rate-limit";
import type { Role } from "@/lib/auth/roles";
import { touchSession } from "@/lib/auth/sessions";
import { readersWords, withLocale } from "@/lib/auth/with-locale";
import { database } from "@/lib/db/client";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

export type FieldProblem = { path: string; message: string };

/** Thrown by a handler to answer with `application/problem+json`. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly problems: FieldProblem[] = [],
  ) {
    super(title);
  }
}

export const notFound = () => new HttpProblem(404, "Not found");

type Context<R extends string> = { params: Promise<ParamsOf<R>> };
type Asked<R extends string> = { request: Request; user: CurrentUser; params: ParamsOf<R> };

/**
 * Guards every route of the dashboard's API: session, the roles of the route's line in lib/auth/access.ts and, for
 * writes, the Origin are checked before `handler` runs. Answers 401, 403, 404, 413, 429, 400 (with `problems: { path,
 * message }[]`) or, for anything thrown that is no HttpProblem, 500, as `application/problem+json`. A new route first
 * gets its line there.
 */
export function withUser<R extends UserRoute>(route: R, handler: (asked: Asked<R>) => Promise<Response>) {
  return (request: Request, context: Context<R>): Promise<Response> =>
    answering(route, request, async () => {
      const user = await currentUser();
      if (!user) throw new HttpProblem(401, "Sign in first");
      if (user.secondFactor === "missing" && !route.includes(" /api/profile")) {
        throw new HttpProblem(403, "Set up your second factor first");
      }
      if (!rateLimit(user.id)) throw new HttpProblem(429, "Too many requests at once; wait a second");
      const roles: readonly Role[] = routeAccess[route];
      if (!roles.includes(user.role)) throw new HttpProblem(403, "Your role does not allow this");
      if (request.method !== "GET" && request.method !== "HEAD") {
        guardOrigin(request);
        await touchSession(database().db, user.sessionId);
      }
      return handler({ request, user, params: await readableParams(request, context) });
    });
}

/** For a route that has no session: it names its line in lib/auth/access.ts and checks its key itself. */
export function withKey<R extends KeyRoute>(
  route: R,
  handler: (request: Request, params: ParamsOf<R>) => Promise<Response>,
) {
  return (request: Request, context: Context<R>): Promise<Response> =>
    answering(route, request, async () => handler(request, await readableParams(request, context)));
}

/** The path's parameters; PostgreSQL's text holds no NUL, so a path with one is answered 404. */
async function readableParams<R extends string>(request: Request, context: Context<R>): Promise<ParamsOf<R>> {
  const params = await context.params;
  const values = [...Object.values(params ?? {}).flat(), ...new URL(request.url).searchParams.values()];
  if (values.some((value) => String(value).includes("\u0000"))) throw notFound();
  return params;
}

function answering(route: string, request: Request, handler: () => Promise<Response>): Promise<Response> {
  return withLocale(request, async () => {
    try {
      return await handler();
    } catch (error) {
      unstable_rethrow(error);
      if (error instanceof HttpProblem) return answer(error);
      log().error({ err: error, route }, "request failed");
      return answer(new HttpProblem(500, "Something went wrong"));
    }
  });
}

/**
 * A browser sends our cookie along with another site's forged form, but with that site's Origin.
 * @throws HttpProblem 403
 */
export function guardOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin !== new URL(env("APP_URL")).origin) throw new HttpProblem(403, "Requests must come from this site");
}

function answer({ status, title, problems }: HttpProblem): Response {
  const worded = problems.map(({ path, message }) => ({ path, message: readersWords(message) }));
  const body = { type: "about:blank", title, status, ...(worded.length > 0 ? { problems: worded } : {}) };
  return Response.json(body, {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}

export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

const mebibyte = 1024 * 1024;

/** The request's bytes, at most `limit` of them whatever its headers say. @throws HttpProblem 413 */
export async function readBytes(request: Request, limit = mebibyte): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > limit) throw new HttpProblem(413, `The request is longer than ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * The request's JSON, at most one MiB of it, in the shape of `schema`.
 * @throws HttpProblem 400 with the path of every problem, 413 when it is longer
 */
export async function readBody<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const text = Buffer.from(await readBytes(request)).toString("utf8");
  const parsed = schema.safeParse(text.includes("\\u0000") ? undefined : jsonOf(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new HttpProblem(400, "The request is not in the expected shape", problems);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws HttpProblem 400 with the flow's findings; nothing where there are none */
export function refuse(problems: FieldProblem[]): void {
  if (problems.length > 0) throw new HttpProblem(400, "Not saved", problems);
}

/** An id in the path. @throws HttpProblem 404 for anything that is no UUID */
export function uuid(text: string): string {
  if (!z.uuid().safeParse(text).success) throw notFound();
  return text;
}
