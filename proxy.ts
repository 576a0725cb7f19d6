import { type NextRequest, NextResponse } from "next/server";
import { sessionCookieNames } from "@/lib/auth/session-cookie";

/**
 * What a page may load and run: our own files, and inline scripts that carry this answer's nonce. Inline style
 * attributes are let through because the server's markup holds computed widths; they run nothing.
 */
function pagePolicy(nonce: string, https: boolean): string {
  // The development server evaluates code and writes style elements of its own.
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/**
 * Gives every page its policy, and is a courtesy besides, not a guard: without any session cookie one is sent to sign
 * in; pages and routes check for themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname } = request.nextUrl;
  const open = pathname.startsWith("/sign-in");
  if (!open && !sessionCookieNames.some((name) => request.cookies.has(name))) {
    const target = request.nextUrl.clone();
    target.pathname = "/sign-in";
    target.search = pathname === "/" ? "" : `?next=${encodeURIComponent(pathname)}`;
    return NextResponse.redirect(target);
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64");
  const policy = pagePolicy(nonce, process.env.APP_URL?.startsWith("https:") ?? false);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Everything but answers, the build's own files and those of `public`, which `app/public-files.test.ts` holds against it. */
export const config = {
  matcher: [
    "/((?!api/|files/|_next/|(?:(?:favicon|icon|icon-192|icon-512|icon-maskable|apple-touch-icon)\\.(?:ico|svg|png)|manifest\\.webmanifest|offline\\.html|offline-worker\\.js|robots\\.txt)$).*)",
  ],
};
