import type { NextConfig } from "next";

/** Nothing of ours is shown inside another site, sniffed as another type, or told to others by an address. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
];

const config: NextConfig = {
  // Without these two, the framework writes files of its own into the checkout.
  agentRules: false,
  experimental: { agentUpgrade: false },
  poweredByHeader: false,
  serverExternalPackages: ["pg-boss", "postgres", "pino", "undici", "@node-rs/argon2"],
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
