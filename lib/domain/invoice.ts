/** Whether a file's name fits the seller's pattern; `*` stands for anything, case does not count. */
export function matchesPattern(name: string, pattern: string): boolean {
  const expression = pattern
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`, "i").test(name.trim());
}

const text = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

/** The magic bytes of a PDF: anything else, a sign-in page above all, must never reach a buyer. */
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
