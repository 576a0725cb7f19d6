import { z } from "zod";
import type { RateLimit } from "@/lib/connectors/contract";
import type { Decimal } from "@/lib/domain/money";

export const countries = ["RO", "BG", "HU"] as const;

export type Country = (typeof countries)[number];

/** emag-api.md §2; attachments are counted with the rest, the cautious reading. */
export const limits = {
  orders: { perSecond: 12, perMinute: 720 },
  rest: { perSecond: 3, perMinute: 180 },
} satisfies Record<string, RateLimit>;

export type Bucket = keyof typeof limits;

const rateLimit = z.strictObject({ perSecond: z.number().positive(), perMinute: z.number().positive() });

export const settingsSchema = z.strictObject({
  /** Up to and with `/api-3` (emag-api.md §1.1). */
  baseUrl: z.url({ protocol: /^https?$/ }),
  /** Derived from the host where it is absent. */
  country: z.enum(countries).optional(),
  /** How a save wraps its entities; both are seen to work, `data` is documented (§1.3). */
  saveWrapper: z.enum(["data", "bare"]).default("data"),
  /** Calls that eMAG granted this account instead of the documented limits (§2). */
  limits: z.strictObject({ orders: rateLimit.optional(), rest: rateLimit.optional() }).optional(),
  /** An http or https proxy with the address declared in eMAG's interface; its login stands in the credentials (§1.2). */
  proxyUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !URL.canParse(url) || new URL(url).username === "", "the login belongs in the credentials")
    .optional(),
});

export const credentialsSchema = z.strictObject({
  username: z.string().min(1),
  password: z.string().min(1),
  proxyUsername: z.string().min(1).optional(),
  proxyPassword: z.string().min(1).optional(),
});

export type Settings = z.output<typeof settingsSchema>;
export type Credentials = z.output<typeof credentialsSchema>;

/** What a country's marketplace is known for (§1.1); `vatRate` is its standard rate, the one a delivery fee carries. */
export type Platform = { country: Country; currency: string; vatRate: Decimal };

const platforms: Record<Country, Platform> = {
  RO: { country: "RO", currency: "RON", vatRate: "0.21" },
  BG: { country: "BG", currency: "EUR", vatRate: "0.20" },
  HU: { country: "HU", currency: "HUF", vatRate: "0.27" },
};

export function platformOf(settings: Pick<Settings, "baseUrl" | "country">): Platform {
  const { hostname } = new URL(settings.baseUrl);
  const named = countries.find((country) => {
    const code = country.toLowerCase();
    return hostname.endsWith(`.${code}`) || hostname.includes(`-${code}-`);
  });
  return platforms[settings.country ?? named ?? "RO"];
}
