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

/** Plain JavaScript: a server that starts would load, or download, a compiler of 100 MB for one in TypeScript. @type {import("next").NextConfig} */
const config = {
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
  ],
};

export default config;
