import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { integrationSettings } from "@/lib/domain/settings";
import { type FieldIssue, fieldWords, ownWords } from "@/lib/text/field-words";
import { type Locale, locales } from "@/lib/text/locale";

const found = (locale: Locale, schema: z.ZodType, value: unknown) =>
  Object.fromEntries(
    (schema.safeParse(value, { error: (issue) => fieldWords(locale, issue as FieldIssue) }).error?.issues ?? []).map(
      ({ path, message }) => [path.join("."), message],
    ),
  );

const wrong = {
  orders: { orderType: "EMAG", customerId: "", warehouseId: "A", lookbackDays: 2.5, numbering: "mine" },
  stock: { warehouses: [], buffer: "many", enabled: "yes" },
  awb: { enabled: false },
};

describe("what is wrong with a field", () => {
  it("is said in Romanian and in English, and says what to write", () => {
    expect(found("ro", integrationSettings, wrong)).toEqual({
      "orders.orderType": "Exact 2 caractere",
      "orders.customerId": "Completați",
      "orders.lookbackDays": "Scrieți un număr întreg",
      "orders.numbering": "Una dintre: auto, channel",
      "stock.warehouses": "Cel puțin 1",
      "stock.buffer": "Scrieți un număr",
      "stock.enabled": "Alegeți da sau nu",
    });
    expect(found("en", integrationSettings, wrong)).toMatchObject({
      "orders.orderType": "Exactly 2 characters",
      "orders.customerId": "Fill this in",
      "stock.buffer": "Write a number",
    });
    expect(
      found("ro", z.object({ at: z.url(), name: z.string().max(120) }), { at: "x", name: "n".repeat(121) }),
    ).toEqual({
      at: "O adresă care începe cu http:// sau https://",
      name: "Cel mult 120 de caractere",
    });
    expect(found("ro", z.object({}), undefined)).toEqual({ "": "Completați" });
  });

  it("has Romanian words wherever one of our schemas has words of its own", () => {
    const files = [
      "lib/domain/settings.ts",
      "lib/domain/alert.ts",
      "lib/domain/orders/deep-link.ts",
      "lib/domain/mappings/rule.ts",
      ...["emag", "acumatica"].map((vendor) => `lib/connectors/${vendor}/settings.ts`),
      ...readdirSync("lib/flows", { recursive: true, encoding: "utf8" })
        .filter((name) => /\/(save|create)-[\w-]+\.ts$/.test(name))
        .map((name) => `lib/flows/${name}`),
    ];
    const said = files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/(?:message: |error: |\/[a-z]*, |=== "", )"([^"]+ [^"]+)"/g)].map(
        ([, words = ""]) => words,
      ),
    );
    expect(said.length).toBeGreaterThan(15);
    expect(said.filter((words) => ownWords("ro", words) === words)).toEqual([]);
    expect(locales.map((locale) => ownWords(locale, "two capital letters"))).toEqual([
      "două litere mari",
      "two capital letters",
    ]);
  });
});
