import type { NextConfig } from "next";

/** Nothing of ours is shown inside another site, sniffed as another type, or told to others by an address. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  // A browser ignores it over plain http, so a sandbox on localhost is not locked out.
  { key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains" },
];

/** Answers that are no pages run nothing and are shown in nothing; pages have a policy with a nonce from proxy.ts. */
const inert = "script-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The page for want of a network stands alone, with its style in it. */
const alone =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const config: NextConfig = {
  // A server that holds this configuration as data and only the files it uses; Vercel makes functions instead.
  output: process.env.VERCEL ? undefined : "standalone",
  // The thread of the expressions loads it by name from text, which no trace of imports sees.
  outputFileTracingIncludes: { "/*": ["node_modules/jsonata/jsonata.js", "node_modules/jsonata/package.json"] },
  // Pictures are served as they are: what resizes them (19 MB) is not needed, nor a folder to keep them in.
  images: { unoptimized: true, maximumDiskCacheSize: 0 },
  outputFileTracingExcludes: { "**": ["node_modules/sharp/**", "node_modules/@img/**"] },
  // `npm test` and `npm run check` look at the types of everything; a second look here would find nothing else.
  typescript: { ignoreBuildErrors: true },
  // Without these two, the framework writes files of its own into the checkout.
  agentRules: false,
  experimental: { agentUpgrade: false },
  poweredByHeader: false,
  serverExternalPackages: [
    ...["pg-boss", "postgres", "pino", "undici", "@node-rs/argon2", "jsonata"],
    ...["@opentelemetry/sdk-trace", "@opentelemetry/exporter-trace-otlp-http", "@opentelemetry/resources"],
  ],
  headers: async () => [
    { source: "/:path*", headers },
    { source: "/(api|files)/:path*", headers: [{ key: "Content-Security-Policy", value: inert }] },
    { source: "/offline.html", headers: [{ key: "Content-Security-Policy", value: alone }] },
  ],
};

export default config;
