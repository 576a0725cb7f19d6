/** Whether a file's name fits the seller's pattern; `*` stands for anything, case does not count. */
export function matchesPattern(name: string, pattern: string): boolean {
  const expression = pattern
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`, "i").test(name.trim());
}

/** The magic bytes of a PDF: anything else, a sign-in page above all, must never reach a buyer. */
export function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 5)) === "%PDF-";
}

/** A name for the public address: letters, digits, dots and dashes, ending in `.pdf` (emag-api.md §5.3). */
export function publicFileName(invoiceNumber: string): string {
  const safe = invoiceNumber.replace(/[^A-Za-z0-9.-]+/g, "-").replace(/^-+|-+$/g, "");
  return `${safe || "invoice"}.pdf`;
}
