import type { WaitReason } from "@/lib/domain/orders/step";
import type { Problem } from "@/lib/domain/problem";

/** Whether a file's name fits the seller's pattern; `*` stands for anything, case does not count. */
export function matchesPattern(name: string, pattern: string): boolean {
  const expression = pattern
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`, "i").test(name.trim());
}

const text = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

/** The magic bytes of a PDF: anything else, a sign-in page above all, must never be sent to a buyer. */
export function isPdf(bytes: Uint8Array): boolean {
  return text(bytes.subarray(0, 5)) === "%PDF-";
}

/** Whether a PDF has its end: one cut off on the way still begins rightly. */
export function isWhole(bytes: Uint8Array): boolean {
  return text(bytes.subarray(-4096)).includes("%%EOF");
}

/** A name for the public address: letters, digits, dots and dashes, ending in `.pdf` (emag-api.md §5.3). */
export function publicFileName(invoiceNumber: string): string {
  const safe = invoiceNumber.replace(/[^A-Za-z0-9.-]+/g, "-").replace(/^-+|-+$/g, "");
  return `${safe || "invoice"}.pdf`;
}

/** ERP labels of documents that count for nothing any more (acumatica-api.md §7.5). */
const voided = new Set(["Canceled", "Voided"]);
export const isVoided = (erpStatus: string | null): boolean => erpStatus !== null && voided.has(erpStatus);

/** A document that takes something back: it has no type of its own on the channel (emag-api.md §5.4). */
export const isCredit = (type: string): boolean => type === "Credit Memo" || type === "Cash Return";

/** The title the buyer reads, at most 60 characters (emag-api.md §5.2, §5.4). */
export function documentName(type: string, number: string): string {
  const kind = isCredit(type) ? "Factura storno" : type === "Debit Memo" ? "Nota de debit" : "Factura";
  return `${kind} ${number}`.slice(0, 60);
}

const minute = 60;
/** Seconds after each publication until the same address is published again; after the last a person is asked. */
const republishAfter = [10 * minute, 60 * minute, 6 * 60 * minute, 24 * 60 * minute];
export const maxPublications = republishAfter.length;

/** When a published document that was not delivered is to be published again; seconds after the last publication. */
export function republishSeconds(publications: number): number {
  return republishAfter[Math.min(Math.max(publications, 1), republishAfter.length) - 1] ?? 0;
}

/** Days a public address works after a publication; rows saved before the setting existed have none. */
export const keepDays = (settings: { keepBytesDays?: number }): number => settings.keepBytesDays ?? 30;

/** How the ERP names a document: its type label and number (acumatica-api.md §7.3). */
export type DocumentKey = { type: string; number: string };

export type DocumentFacts = {
  erpStatus: string | null;
  wait: WaitReason | null;
  problem: Problem | null;
  readAt: unknown;
  attachedAt: unknown;
  deliveredAt: unknown;
  confirmedAt: unknown;
  adopted: boolean;
  withdrawnAt: unknown;
};

const invoiceStates = [
  "needs-decision",
  "refused",
  "voided",
  "delivered",
  "adopted",
  "attached",
  "published",
  "found",
  "waiting",
] as const;
export type InvoiceState = (typeof invoiceStates)[number];

/** Where one document stands for a person; the first that holds decides. */
export function invoiceState(facts: DocumentFacts): InvoiceState {
  if (facts.problem) return facts.problem.code === "refused" ? "refused" : "needs-decision";
  if (isVoided(facts.erpStatus) && !facts.attachedAt) return "voided";
  if (facts.deliveredAt) return "delivered";
  if (facts.adopted && facts.confirmedAt) return "adopted";
  if (facts.attachedAt) return "attached";
  if (facts.readAt && !facts.withdrawnAt) return facts.wait === "invoice-before" ? "found" : "published";
  return facts.wait === null || facts.wait === "invoice-before" ? "found" : "waiting";
}
