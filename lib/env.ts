import { z } from "zod";

const keyPair = /^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=$/;

/** `a, b` as a list; nothing as an empty one. */
const commaList = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** Every variable the product reads, with the message for one that is missing or malformed (contract §2). */
const variables = {
  DATABASE_URL: {
    schema: z.string().regex(/^postgres(ql)?:\/\/.+/),
    expected: "a PostgreSQL address such as postgresql://user:password@host:5432/megzo",
  },
  APP_URL: {
    schema: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, "")),
    expected: "the public origin, such as https://megzo.example",
  },
  AUTH_SECRET: { schema: z.string().min(32), expected: "at least 32 random characters" },
  ENCRYPTION_KEYS: {
    schema: z.string().refine((text) => text.split(",").every((pair) => keyPair.test(pair.trim()))),
    expected: "id:base64 of 32 bytes, comma-separated, such as k1:$(openssl rand -base64 32)",
  },
  CRON_SECRET: { schema: z.string().min(16), expected: "at least 16 random characters" },
  METRICS_TOKEN: { schema: z.string().min(16).optional(), expected: "at least 16 random characters, or nothing" },
  SMTP_URL: {
    schema: z
      .string()
      .regex(/^smtps?:\/\/.+/)
      .optional(),
    expected: "a mail server such as smtps://user:password@mail.example:465, or nothing",
  },
  MAIL_FROM: {
    schema: z.string().min(3).default("MEGZO <megzo@localhost>"),
    expected: "a sender such as MEGZO <megzo@shop.example>",
  },
  OIDC_ISSUER: {
    schema: z
      .url({ protocol: /^https?$/ })
      .refine((url) => url.startsWith("https:") || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url))
      .transform((url) => url.replace(/\/+$/, ""))
      .optional(),
    expected: "the https address of an OpenID Connect issuer, or nothing",
  },
  OIDC_CLIENT_ID: { schema: z.string().default(""), expected: "the client id the issuer gave out" },
  OIDC_CLIENT_SECRET: { schema: z.string().default(""), expected: "the client secret the issuer gave out" },
  OIDC_NAME: { schema: z.string().max(60).default("OpenID"), expected: "how people call that sign-in" },
  SECOND_FACTOR_FOR: {
    schema: commaList.pipe(z.array(z.enum(["admin", "viewer", "support", "operator"]))),
    expected: "roles that must have a second factor, such as admin,support,operator, or nothing",
  },
  ALLOWED_PRIVATE_HOSTS: {
    schema: commaList.transform((hosts) => hosts.map((host) => host.toLowerCase())),
    expected: "host or host:port, comma-separated",
  },
  OUTBOUND_ADDRESSES: {
    schema: commaList.pipe(z.array(z.string().regex(/^[\da-fA-F.:/]{3,49}$/))),
    expected: "IP addresses, comma-separated, such as 203.0.113.7, or nothing",
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    expected: "the address of an OpenTelemetry collector such as http://collector:4318, or nothing",
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    expected: "the whole address for traces such as http://collector:4318/v1/traces, or nothing",
  },
  OTEL_SERVICE_NAME: { schema: z.string().max(100).default("megzo"), expected: "what traces call this product" },
  TICK_BUDGET_SECONDS: {
    schema: z.coerce.number().positive().max(3600).default(50),
    expected: "a number of seconds, such as 50",
  },
  LOG_LEVEL: {
    schema: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
    expected: "one of trace, debug, info, warn, error, fatal, silent",
  },
} as const;

type Name = keyof typeof variables;
type Value<N extends Name> = z.output<(typeof variables)[N]["schema"]>;

/** The value of one variable; throws one line that names it. Read when needed, so that a build needs none. */
export function env<N extends Name>(name: N): Value<N> {
  const parsed = variables[name].schema.safeParse(process.env[name] || undefined);
  if (parsed.success) return parsed.data as Value<N>;
  const state = process.env[name] ? "is malformed" : "is missing";
  throw new Error(`${name} ${state}: expected ${variables[name].expected}.`);
}

const needed = {
  serve: [
    "DATABASE_URL",
    "APP_URL",
    "AUTH_SECRET",
    "ENCRYPTION_KEYS",
    "CRON_SECRET",
    "METRICS_TOKEN",
    "OIDC_ISSUER",
    "SECOND_FACTOR_FOR",
    "OUTBOUND_ADDRESSES",
    "TICK_BUDGET_SECONDS",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  ],
  worker: [
    "DATABASE_URL",
    "APP_URL",
    "ENCRYPTION_KEYS",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  ],
  megzo: ["DATABASE_URL", "ENCRYPTION_KEYS"],
  migrate: ["DATABASE_URL"],
} satisfies Record<string, Name[]>;

/** Checks what a command needs before it starts; throws one line naming the first variable that is wrong. */
export function checkEnvironment(command: keyof typeof needed): void {
  for (const name of [...needed[command], "ALLOWED_PRIVATE_HOSTS" as const, "LOG_LEVEL" as const]) env(name);
  if (command !== "serve" || !env("OIDC_ISSUER")) return;
  for (const name of ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const)
    if (!env(name))
      throw new Error(`${name} is missing: expected ${variables[name].expected}, since OIDC_ISSUER is set.`);
}
