import { z } from "zod";

const share = z.number().min(0).max(1);
const seconds = z.number().nonnegative();

/**
 * Everything about the twin that may be switched, flat. Keys that decide a point the reference leaves open are marked
 * with its section; their defaults follow the newest documentation.
 */
const schema = z.strictObject({
  username: z.string().default("api@carpatic.example"),
  password: z.string().default("emag-demo"),
  vendorName: z.string().default("Carpatic Home SRL"),
  /** Addresses eMAG accepts calls from; null accepts all, an empty list none (§1.2). */
  allowedIps: z.array(z.string()).nullable().default(null),
  /** §1.2 */
  ipErrorStatus: z.union([z.literal(200), z.literal(403)]).default(200),
  /** §1.2 */
  authErrorStatus: z.union([z.literal(200), z.literal(401), z.literal(403)]).default(403),
  /** HTTP status of a refusal that has no documented one (§1.6). */
  refusalStatus: z.union([z.literal(200), z.literal(400)]).default(200),
  /** §1.5 */
  messagesAs: z.enum(["strings", "objects"]).default("strings"),
  /** §1.3 */
  honourDataWrapperOnRead: z.boolean().default(false),
  /** Which list body a save accepts (§1.3, §7.3). */
  saveBody: z.enum(["both", "wrapped", "bare"]).default("both"),
  /** Whether the good entities of a batch are saved when another is refused (§1.6 says only that it is not told). */
  batch: z.enum(["each", "all-or-nothing"]).default("each"),

  limits: z.boolean().default(true),
  /** §2 */
  attachmentsInOrderBucket: z.boolean().default(false),
  /** §2 */
  retryAfterOn429: z.boolean().default(false),
  /** §2: the two headers on other answers than 429. */
  limitHeadersAlways: z.boolean().default(true),

  /** Order of rows in a read (§1.4: not known, assume unstable). */
  readOrder: z.enum(["newest-first", "oldest-first", "shuffled"]).default("newest-first"),
  /** §4.8 */
  acknowledgedMessage: z
    .enum(["ERROR: Order is already in progress.", "ERROR: Order has already been acknowledged."])
    .default("ERROR: Order is already in progress."),
  /** §4.9: whether an order/save without `products` is refused; when sent, a line left out is always removed. */
  productsRequiredOnSave: z.boolean().default(false),
  /** §4.9 */
  cardStornoAllowed: z.boolean().default(true),
  /** §4.3 */
  reasonCancellationShape: z.enum(["object", "int"]).default("object"),
  returnWindowDays: z.number().int().positive().default(30),
  /** §4.6: whether `vouchers` repeats what the splits already allocate. */
  repeatVouchersInHeader: z.boolean().default(true),
  /** Whether cancelling an acknowledged order gives its units back to the declared stock (not documented). */
  restockOnCancel: z.boolean().default(false),

  attachmentFetch: z.enum(["async", "sync"]).default("async"),
  attachmentFetchDelaySeconds: seconds.default(2),
  /** §5.6: sync refuses the save, async lets the document go missing. */
  rejectUnreachable: z.boolean().default(false),
  maxBytes: z.number().int().positive().default(10_485_760),
  /** §5.4 */
  requireFinalizedOrder: z.boolean().default(false),
  /** §5.3 */
  requirePdfExtension: z.boolean().default(true),
  /** §5.3 */
  followRedirects: z.boolean().default(false),

  /** §6.1 */
  awbAnswer: z.enum(["object", "list", "ids-only"]).default("object"),
  /** §6.1 */
  currencyWarning: z.boolean().default(true),

  /** §7.6 */
  vatShape: z.enum(["vat_id", "id"]).default("vat_id"),
  /** §7.6 */
  handlingTimeShape: z.enum(["id", "value"]).default("id"),
  /** product_offer/save answers isError although it saved (§1.6, A.7). */
  documentationRemark: z.boolean().default(false),
  /** Offers in an active campaign: their stock cannot be changed (§7.4). */
  campaignOffers: z.array(z.number().int()).default([]),
  initialStock: z.enum(["catalogue", "zero"]).default("catalogue"),

  /** Where new-order and cancellation calls go; empty sends none (§3). */
  callbackUrl: z.string().default(""),
  callbackRepeatSeconds: seconds.default(120),
  /** Each call waits a random time up to this, so calls also arrive out of order. */
  callbackDelaySeconds: seconds.default(0),
  callbackDropShare: share.default(0),
  callbackDuplicateShare: share.default(0),

  /** Mean seconds between orders that arrive by themselves; 0 means none. */
  orderEverySeconds: seconds.default(0),
  /** Start of the random sequence; the same seed gives the same orders. */
  seed: z.number().int().default(20260901),
  companyShare: share.default(0.25),
  cardShare: share.default(0.4),
  transferShare: share.default(0.1),
  voucherShare: share.default(0.2),
  shippingVoucherShare: share.default(0.1),
  lockerShare: share.default(0.3),
  incompleteShare: share.default(0.05),
  completeAfterSeconds: seconds.default(60),
  fbeShare: share.default(0),
  /** The status an FBE order is first seen with; eMAG moves it on by itself (§4.11 does not say when). */
  fbeStatus: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).default(4),
});

export type Settings = z.infer<typeof schema>;

/** Fills in defaults; throws with every bad or unknown key named. */
export function readSettings(input: unknown): Settings {
  const parsed = schema.safeParse(input ?? {});
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}
