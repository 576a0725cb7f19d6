import type { NextConfig } from "next";

const config: NextConfig = {
  // Without these two, the framework writes files of its own into the checkout.
  agentRules: false,
  experimental: { agentUpgrade: false },
  poweredByHeader: false,
  serverExternalPackages: ["pg-boss", "postgres", "pino", "undici", "@node-rs/argon2"],
};

export default config;
