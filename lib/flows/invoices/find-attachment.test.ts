import { describe, expect, it } from "vitest";
import { addressOf } from "@/lib/flows/invoices/find-attachment";

const token = "a".repeat(32);

describe("the address an invoice was attached with", () => {
  it("is known again when it is ours, and never taken from anywhere else", () => {
    const ours = "https://megzo.example";
    expect(addressOf(`${ours}/files/invoices/${token}/INV000046.pdf`, ours)).toEqual({
      token,
      fileName: "INV000046.pdf",
    });
    for (const url of [
      `https://other.example/files/invoices/${token}/INV000046.pdf`,
      `${ours}/files/invoices/short/INV000046.pdf`,
      `${ours}/files/invoices/${token}/INV000046.pdf?x=1`,
      `${ours}/files/invoices/${token}/a/b.pdf`,
      `${ours}/files/invoices/${token}`,
    ])
      expect(addressOf(url, ours)).toBeNull();
  });
});
