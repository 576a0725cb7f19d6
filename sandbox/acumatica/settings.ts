/** An order type of form SO201000, as far as its settings change what the API does (acumatica-api.md §5.5). */
export type OrderType = {
  prefix: string;
  digits: number;
  next: number;
  manualNumbering: boolean;
  holdOnEntry: boolean;
  requireCustomerOrder: boolean;
  forbidDuplicates: boolean;
  billSeparately: boolean;
  /** SO: order, shipment, invoice. IN: order, invoice, no shipment. */
  behaviour: "SO" | "IN";
};

/** A receiver of push notifications: one static header is all the authentication there is (acumatica-api.md §8.1). */
export type PushTarget = { url: string; headerName: string; headerValue: string; queries: string[] };

/**
 * Every switch of the twin in one flat list. Those without a remark are plain data; those with a § are points the
 * reference leaves open (chapter 11) or faults worth having (§10.4).
 */
export type Settings = {
  /** The segment the site is installed under; empty for the web root (§1.1). */
  instance: string;
  tenant: string;
  /** §1.5: a database with one tenant accepts any tenant name. */
  singleTenant: boolean;
  users: { name: string; password: string }[];
  branch: string;
  zone: string;
  build: string;
  /** §11.1 */
  entityForm: "object" | "array";
  /** §1.2: some deployments answer 401 to everything unauthenticated. */
  entityNeedsSession: boolean;

  maxApiUsers: number;
  /** §2.5: from half of it on requests wait, and are declined when too many do; 0 knows no limit. */
  requestsPerMinute: number;
  /** §11.15 */
  sessionTimeoutSeconds: number;
  /** §2.3: calls of one session are processed one after another. */
  serialSessions: boolean;
  /** §11.12 */
  loginLimitStatus: 429 | 500;
  loginLimitBody: "json" | "text";
  /** §2.1: repeated failures lock the account; 0 never locks. */
  lockAfterFailures: number;
  /** `offlineAccess`: whether the application may have refresh tokens (§2.2). */
  oauth: { clientId: string; clientSecret: string; tokenSeconds: number; offlineAccess: boolean };
  /** §10.4.13: sign-ins work and land in another, empty tenant. */
  landsElsewhere: boolean;

  defaultOrderType: string;
  orderTypes: Record<string, OrderType>;
  currency: string;
  priceDecimals: number;
  taxZone: string;
  /** Zone → tax category → tax; a category a zone does not list is not taxed there (§5.7). */
  taxZones: Record<string, Record<string, { taxId: string; rate: string }>>;
  validateStates: boolean;
  countries: string[];
  /** Countries without an entry take any state. */
  states: Record<string, string[]>;
  /** §5.8: whether a line may carry a negative quantity. */
  negativeQuantity: boolean;
  /** §10.3: CustomerOrder and ExternalRef longer than 40. */
  longReference: "reject" | "truncate";
  /** §11.17: an OrderNbr sent under auto-numbering. */
  suppliedNumber: "replace" | "reject";
  /** Time between a save's checks and its commit: long enough, and two inserts both pass Forbid Duplicates (§5.6). */
  saveSeconds: number;
  /** §10.4.5: writes to these fields (`ExternalRef`, `Details/ManualPrice`) are dropped and the old value is echoed. */
  discardFields: string[];
  /** §10.4.5: an update is stored, but its answer shows the record as it was. */
  staleEcho: boolean;
  /** §4.8: entities and inquiries the user has no rights on: 403. */
  forbidden: string[];
  /** §4.3: `Entity/Collection` that cannot be expanded on a list. */
  cannotOptimize: string[];
  /** §4.1: `Entity/Collection` that a list shows empty although it is selected and expanded. */
  emptyInLists: string[];
  /** §3.1: how collections and linked entities look when nobody asked for them. */
  unexpanded: "empty" | "absent";

  actionPolls: number;
  invalidActionStatus: 422 | 500;
  actionErrors: "post" | "status";

  /** §6.1: the availability rule deducts SO Booked. */
  deductBooked: boolean;
  /** §6.3: InventorySummaryInquiry ends with a total row. */
  summaryTotals: boolean;
  /** §10.2: what turns a shipment Completed. */
  completeShipment: "update-in" | "update-in-and-release";
  shipmentEditableAfterConfirm: boolean;
  /** Whether a released invoice posts the inventory issue at once. */
  updateInOnRelease: boolean;
  invoiceHold: boolean;

  /** §11.9 and §10.1: an unknown file id. */
  fileNotFound: 404 | 500;
  fileContentType: string;
  /** §10.4.9: `files` is missing although `$expand` was given. */
  hideFiles: boolean;
  /** §1.3, §7.9: an endpoint of the customer's own over `base`; its Report entities and the names of their two fields. */
  customEndpoint: {
    name: string;
    version: string;
    base: string;
    reports: Record<string, { type: string; number: string }>;
  };
  /** §7.7: the keys in a file name are padded with blanks. */
  filePadding: boolean;
  /** §11.10: attaching a file bumps the document's modification time. */
  fileTouchesDocument: boolean;

  /** §6.5: whether OData takes the cookie of the REST login. */
  odataCookie: boolean;
  /** Rows per OData page, followed by `@odata.nextLink`; 0 sends everything. */
  odataPageSize: number;
  /** §6.5: inquiries that look empty because a right is missing. */
  odataEmpty: string[];

  push: PushTarget[];
  /** Seconds before each further attempt; at most five attempts in all (§8.4). */
  pushRetrySeconds: number;
  /** §8.3: Inserted and Deleted come as two POSTs. */
  pushSplit: boolean;
  pushDuplicate: boolean;

  /** The seller's people in Acumatica; each delay in seconds counts from the step before, plus or minus `jitter`. */
  staff: {
    enabled: boolean;
    shipAfter: number;
    confirmAfter: number;
    invoiceAfter: number;
    releaseAfter: number;
    attachAfter: number;
    jitter: number;
  };
};

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Deep merge of a partial into a copy of `base`: objects merge, everything else replaces. */
export function merge<T>(base: T, patch: unknown): T {
  if (!isPlainObject(base) || !isPlainObject(patch)) return structuredClone((patch ?? base) as T);
  const out: Record<string, unknown> = structuredClone(base);
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    out[key] = key in out ? merge(out[key], value) : structuredClone(value);
  }
  return out as T;
}
