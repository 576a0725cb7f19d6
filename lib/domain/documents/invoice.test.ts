import { describe, expect, it } from "vitest";
import { isPdf, isWhole, matchesPattern, publicFileName } from "@/lib/domain/documents/invoice";

const bytes = (text: string) => new TextEncoder().encode(text);
const pdf = bytes("%PDF-1.7\n1 0 obj\n…\ntrailer\n%%EOF\n");

describe("an invoice's file", () => {
  it("is a PDF by its first bytes, whatever its name says", () => {
    expect(isPdf(pdf)).toBe(true);
    for (const other of ["", "%PDF", "<html>Sign in</html>", " %PDF-1.7"]) expect(isPdf(bytes(other))).toBe(false);
  });

  it("is whole only with its end: one byte after another cut off is noticed", () => {
    expect(isWhole(pdf)).toBe(true);
    for (let length = pdf.byteLength - 2; length > 0; length -= 1) expect(isWhole(pdf.subarray(0, length))).toBe(false);
  });

  it("is chosen by the seller's pattern, case aside and with dots meant as dots", () => {
    expect(matchesPattern("INV000046.PDF", "*.pdf")).toBe(true);
    expect(matchesPattern("INV000046xpdf", "*.pdf")).toBe(false);
    expect(matchesPattern("Factura INV000046.pdf", "Factura*.pdf")).toBe(true);
    expect(matchesPattern("Aviz INV000046.pdf", "Factura*.pdf")).toBe(false);
  });

  it("gets a public name that needs no quoting and ends in .pdf (emag-api.md §5.3)", () => {
    expect(publicFileName("INV 000/46")).toBe("INV-000-46.pdf");
    expect(publicFileName("…")).toBe("invoice.pdf");
  });
});
