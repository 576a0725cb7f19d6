import { z } from "zod";

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "lower-case letters, digits and dashes, at most 40");
const code = z.string().trim().min(1).max(30);

export const orderSettings = z.strictObject({
  enabled: z.boolean().default(true),
  orderType: z.string().trim().length(2),
  customerId: code,
  warehouseId: code,
  numbering: z.enum(["auto", "channel"]).default("auto"),
  acknowledge: z.enum(["on-save", "after-sales-order"]).default("on-save"),
  shippingItemId: code.optional(),
  voucherItemId: code.optional(),
  depositItemId: code.optional(),
  taxZone: code.optional(),
  /** Country the goods go to (two letters) → tax zone; `taxZone` for the countries not named. */
  taxZones: z.record(z.string().regex(/^[A-Z]{2}$/, "two capital letters"), code).optional(),
  branch: code.optional(),
  /** VAT rate, two decimals → the ERP's tax category, for delivery, voucher and deposit lines. */
  taxCategories: z.record(z.string().regex(/^0\.\d\d$/), code).optional(),
  /** How far the ERP's total may differ from what the buyer pays before a person is asked; currency units. */
  totalTolerance: z
    .string()
    .regex(/^\d+(\.\d{1,2})?$/)
    .default("0.05"),
  unknownOutcomeWaitSeconds: z.number().int().min(1).max(86400).default(900),
  lookbackDays: z.number().int().min(1).max(90).default(7),
});

const shown = z.number().int().min(0).max(65535);

/** What is held back of the offers that fit: `sku` is a pattern (`MUG-*`), `category` the channel's or the ERP's own. */
const stockRule = z
  .strictObject({
    sku: z.string().trim().min(1).max(60).optional(),
    category: z.string().trim().min(1).max(60).optional(),
    warehouse: code.optional(),
    units: shown.optional(),
    percent: z.number().min(0).max(100).optional(),
    cap: shown.optional(),
  })
  .refine((rule) => rule.sku ?? rule.category ?? rule.warehouse, { path: ["sku"], message: "names nothing it is for" })
  .refine((rule) => rule.units === undefined || rule.percent === undefined, {
    path: ["percent"],
    message: "give units or a percentage, not both",
  })
  .refine((rule) => rule.units !== undefined || rule.percent !== undefined || rule.cap !== undefined, {
    path: ["units"],
    message: "holds nothing back: give units, a percentage or a cap",
  });

export const stockSettings = z.strictObject({
  enabled: z.boolean().default(true),
  buffer: shown.default(2),
  /** The most any offer shows; an offer or a rule may have its own. */
  cap: shown.optional(),
  bufferRules: z.array(stockRule).max(200).optional(),
  /** How an offer finds its ERP item where nobody linked it: by part number alone, or by barcode where that fails. */
  matching: z.enum(["part-number", "cross-reference"]).optional(),
  warehouses: z.array(code).min(1),
  quantity: z.enum(["available", "availableForShipping"]).default("available"),
  reconcileMinutes: z.number().int().min(1).max(10080).default(60),
  absentHoldMinutes: z.number().int().min(0).max(10080).default(60),
  /** The least share of the items known from the last reading that the next one must hold; 0 asks for none. */
  leastFeedShare: z.number().min(0).max(1).optional(),
  brake: z
    .strictObject({
      maxShare: z.number().min(0).max(1).default(0.2),
      minOffers: z.number().int().min(1).default(10),
    })
    .default({ maxShare: 0.2, minOffers: 10 }),
});

const invoiceSettings = z.strictObject({
  enabled: z.boolean().default(true),
  filePattern: z.string().min(1).max(100).default("*.pdf"),
  /** How long a document's public address works and its bytes are kept, counted from each publication; hashes stay. */
  keepBytesDays: z.number().int().min(3).max(3650).default(30),
});

const senderSettings = z.strictObject({
  name: z.string().min(3).max(255),
  contact: z.string().min(1).max(255),
  phone1: z.string().regex(/^\+?\d{8,11}$/, "8 to 11 digits, a leading + allowed"),
  localityId: z.number().int().positive(),
  street: z.string().min(3).max(255),
  zipcode: z.string().min(1).max(255).optional(),
  addressId: z.string().max(21).optional(),
});

const awbSettings = z
  .strictObject({
    enabled: z.boolean().default(true),
    mode: z.enum(["emag", "own-courier"]).default("emag"),
    sender: senderSettings.optional(),
    courierAccountId: z.string().optional(),
  })
  .refine((awb) => !awb.enabled || awb.mode !== "emag" || awb.sender, {
    path: ["sender"],
    message: "is needed when AWBs are ordered from eMAG",
  });

/** The body of an integration in the configuration file (contract §4) and in the database. */
export const integrationSettings = z.strictObject({
  orders: orderSettings,
  stock: stockSettings,
  invoices: invoiceSettings.default({ enabled: true, filePattern: "*.pdf", keepBytesDays: 30 }),
  awb: awbSettings,
});

export const heartbeatMinutes = z.number().int().min(1).max(1440).default(5);
export { slug as slugSchema };

export type OrderSettings = z.infer<typeof orderSettings>;
export type StockSettings = z.infer<typeof stockSettings>;
export type StockRule = z.infer<typeof stockRule>;
export type AwbSettings = z.infer<typeof awbSettings>;
export type IntegrationSettings = z.infer<typeof integrationSettings>;
