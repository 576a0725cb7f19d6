import { z } from "zod";
import { orderPageTemplate } from "@/lib/domain/orders/deep-link";

const name = z.string().regex(/^[A-Za-z0-9_]+$/, "letters, digits and _");

/** Where the ERP is and how stock is read from it; `baseUrl` may hold an instance segment (acumatica-api.md §1.1). */
export const settingsSchema = z
  .strictObject({
    baseUrl: z.url({ protocol: /^https?$/, error: "an http(s) address" }),
    endpoint: z
      .string()
      .regex(/^[A-Za-z0-9_.]+$/, "letters, digits, _ and .")
      .default("Default"),
    version: z
      .string()
      .regex(/^[A-Za-z0-9_.]+$/, "letters, digits, _ and .")
      .default("24.200.001"),
    /** The `Default` version a custom endpoint extends, where its own version does not say (acumatica-api.md §1.3). */
    extendsVersion: z
      .string()
      .regex(/^\d{2}\.\d{3}\.\d{3}$/, "like 24.200.001")
      .optional(),
    tenant: z.string().trim().min(1).optional(),
    branch: z.string().trim().min(1).optional(),
    /** A customer that only this tenant has: looked at after signing in, since a sign-in may land elsewhere (§1.5). */
    knownCustomer: z.string().trim().min(1).optional(),
    /** The licence's requests per minute and API users, from SM604000 (§2.5). */
    requestsPerMinute: z.coerce.number().int().min(2).max(100_000).optional(),
    apiUsers: z.coerce.number().int().min(1).max(1000).optional(),
    /** Whether push notifications must carry the key in their header, beside the URL's own secret (§8.1). */
    pushHeader: z.enum(["optional", "required"]).default("optional"),
    orderPage: orderPageTemplate.optional(),
    /** A Report entity of the custom endpoint that prints an invoice which holds no file (§7.9), and its two fields. */
    invoiceReport: name.optional(),
    invoiceReportNumber: name.optional(),
    /** Absent where the report takes no document type: then only documents of type Invoice are printed. */
    invoiceReportType: name.optional(),
    stockSource: z.enum(["storage-details", "quantity-available", "odata"]).default("storage-details"),
    /** The generic inquiry read when `stockSource` is `odata`. */
    stockInquiry: z.string().trim().min(1).optional(),
  })
  .refine((settings) => settings.stockSource !== "odata" || settings.stockInquiry, {
    path: ["stockInquiry"],
    message: "is needed when stock is read through OData",
  })
  .refine((settings) => settings.invoiceReport === undefined || settings.invoiceReportNumber, {
    path: ["invoiceReportNumber"],
    message: "is needed when invoices are printed by a report",
  })
  .refine((settings) => settings.stockSource !== "odata" || settings.tenant, {
    path: ["tenant"],
    message: "is needed when stock is read through OData",
  });

const secret = z.string().min(1);

export const credentialsSchema = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("password"), username: secret, password: secret }),
  z.strictObject({
    method: z.literal("oauth"),
    username: secret,
    password: secret,
    clientId: secret,
    clientSecret: secret,
  }),
]);

export const limits = { requests: { perSecond: 10, perMinute: 600 } };

export type Settings = z.infer<typeof settingsSchema>;
export type Credentials = z.infer<typeof credentialsSchema>;

/** What may be asked of the ERP; a licence's own figure, where the settings name it. */
export function requestLimit({ requestsPerMinute }: Settings): { perSecond: number; perMinute: number } {
  const { perSecond, perMinute } = limits.requests;
  return { perSecond, perMinute: requestsPerMinute ?? perMinute };
}

/** The site's address without a trailing slash. */
export function siteOf(settings: Settings): string {
  return settings.baseUrl.replace(/\/+$/, "");
}
