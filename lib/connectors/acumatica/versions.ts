import type { Settings } from "@/lib/connectors/acumatica/settings";

/**
 * What this connector uses and an older `Default` endpoint lacks, by the version that added it (acumatica-api.md §1.4).
 */
const addedIn = {
  "SalesOrder/Branch": "23",
  "SalesOrder/Details/ManualPrice": "22",
  "SalesOrder/Details/ExternalRef": "22",
  "SalesInvoice/LastModifiedDateTime": "23",
  InventoryQuantityAvailable: "22",
  /** Older versions have it under result names the reference does not list. */
  StorageDetailsInquiry: "23",
} as const;

export type Addition = keyof typeof addedIn;

/** The `Default` version the endpoint is or extends; an extension's own version is a free text (§1.3). */
function baseVersion({ version, extendsVersion }: Settings): string {
  const own = /^\d{2}\.\d{3}\.\d{3}$/.test(version) ? version : "24.200.001";
  return extendsVersion ?? own;
}

export function hasAddition(settings: Settings, what: Addition): boolean {
  return baseVersion(settings).slice(0, 2) >= addedIn[what];
}

/** What the configured version lacks, for people. */
export function missingInVersion(settings: Settings): Addition[] {
  return (Object.keys(addedIn) as Addition[]).filter((what) => !hasAddition(settings, what));
}
