import { type NextRequest, NextResponse } from "next/server";
import { sessionCookieNames } from "@/lib/auth/session-cookie";

/** A courtesy, not a guard: without any session cookie one is sent to sign in; pages and routes check for themselves. */
export function proxy(request: NextRequest): NextResponse {
  if (sessionCookieNames.some((name) => request.cookies.has(name))) return NextResponse.next();
  const target = request.nextUrl.clone();
  target.pathname = "/sign-in";
  target.search = request.nextUrl.pathname === "/" ? "" : `?next=${encodeURIComponent(request.nextUrl.pathname)}`;
  return NextResponse.redirect(target);
}

export const config = { matcher: ["/((?!api/|files/|_next/|sign-in|favicon\\.ico|icon\\.svg|robots\\.txt).*)"] };
