import { z } from "zod";
import type { RateLimit } from "@/lib/connectors/contract";
import type { Decimal } from "@/lib/domain/money";
import { orderPageTemplate } from "@/lib/domain/orders/deep-link";

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
  /** Stock in batches, or one PATCH an offer where `offer/save` is refused (§7.4). */
  stockRoute: z.enum(["offer/save", "offer_stock"]).default("offer/save"),
  /** Calls that eMAG granted this account instead of the documented limits (§2). */
  limits: z.strictObject({ orders: rateLimit.optional(), rest: rateLimit.optional() }).optional(),
  orderPage: orderPageTemplate.optional(),
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

/**
 * What a country's marketplace is known for (§1.1): its locale, its currencies with the local day each began, and its
 * standard VAT rate, the one a delivery fee carries.
 */
export type Platform = {
  country: Country;
  locale: string;
  currencies: { from: string; currency: string }[];
  vatRate: Decimal;
};

const platforms: Record<Country, Platform> = {
  RO: { country: "RO", locale: "ro_RO", currencies: [{ from: "", currency: "RON" }], vatRate: "0.21" },
  BG: {
    country: "BG",
    locale: "bg_BG",
    currencies: [
      { from: "", currency: "BGN" },
      { from: "2026-01-01", currency: "EUR" },
    ],
    vatRate: "0.20",
  },
  HU: { country: "HU", locale: "hu_HU", currencies: [{ from: "", currency: "HUF" }], vatRate: "0.27" },
};

/** The platform's currency on a local day, `YYYY-MM-DD` or longer; today's where the day is not known. */
export function currencyOn({ currencies }: Platform, day: string): string {
  const begun = day === "" ? currencies : currencies.filter(({ from }) => from <= day);
  return begun.at(-1)?.currency ?? "";
}

export function platformOf(settings: Pick<Settings, "baseUrl" | "country">): Platform {
  const { hostname } = new URL(settings.baseUrl);
  const named = countries.find((country) => {
    const code = country.toLowerCase();
    return hostname.endsWith(`.${code}`) || hostname.includes(`-${code}-`);
  });
  return platforms[settings.country ?? named ?? "RO"];
}
