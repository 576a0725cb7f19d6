import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { eventKinds } from "@/lib/db/orders/timeline";
import { stepKinds, waitReasons } from "@/lib/domain/orders/step";
import { problem, problemCodes } from "@/lib/domain/problem";
import { problemWords } from "@/lib/text/failures/problem-words";
import { describeProblem } from "@/lib/text/failures/problems";
import { intlLocale, pickLocale } from "@/lib/text/locale";
import { en } from "@/lib/text/messages/en";
import { ro } from "@/lib/text/messages/ro";

function leaves(node: object, path = ""): [string, string][] {
  return Object.entries(node).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}/`),
  );
}

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))]
    .filter((name) => /^[a-z]/.test(name ?? ""))
    .sort();

describe("the dashboard's words", () => {
  it("exist in both languages, none empty", () => {
    expect(leaves(ro).map(([key]) => key)).toEqual(leaves(en).map(([key]) => key));
    for (const [key, text] of [...leaves(en), ...leaves(ro)]) expect(text.trim(), key).not.toBe("");
  });

  it("format without an error in both languages", () => {
    const errors: string[] = [];
    for (const [locale, messages] of [
      ["en", en],
      ["ro", ro],
    ] as const) {
      for (const [path, text] of leaves(messages)) {
        if (!text.includes("{")) continue;
        const key = path.replaceAll("/", "_");
        const translate = createTranslator({
          locale: intlLocale[locale],
          messages: { [key]: text },
          onError: (error) => errors.push(error.message),
        });
        const values = Object.fromEntries(placeholders(text).map((name) => [name, name === "count" ? 21 : "x"]));
        translate(key as never, values as never);
      }
    }
    expect(errors).toEqual([]);
  });

  it("name every step, every reason to wait and every event", () => {
    // An answer of the API names a step with nothing left to do so.
    const reasons = [...waitReasons, "cancelled"].sort();
    for (const messages of [en, ro]) {
      expect(Object.keys(messages.step).sort()).toEqual([...stepKinds].sort());
      expect(Object.keys(messages.wait).sort()).toEqual(reasons);
      expect(Object.keys(messages.waitShort).sort()).toEqual(reasons);
      for (const kind of eventKinds) expect(messages.event).toHaveProperty([kind]);
    }
  });
});

describe("problem texts", () => {
  it("say what, why and what to do for every code, with the same figures in both languages", () => {
    for (const code of problemCodes) {
      for (const part of ["title", "why", "cure"] as const) {
        expect(problemWords.en.texts[code][part].length, `${code} ${part}`).toBeGreaterThan(3);
        expect(placeholders(problemWords.ro.texts[code][part]), `${code} ${part}`).toEqual(
          placeholders(problemWords.en.texts[code][part]),
        );
      }
    }
  });

  it("leave no bare placeholder when a figure is missing", () => {
    for (const code of problemCodes) {
      const text = describeProblem(problemWords.en, { code, kind: "rejected", params: {}, detail: null });
      expect(Object.values(text).join(" ")).not.toMatch(/[{}]/);
    }
  });
});

describe("the reader's language", () => {
  it("is their choice, else the browser's, else Romanian", () => {
    expect(pickLocale("en", "ro")).toBe("en");
    expect(pickLocale(undefined, "de,en;q=0.8,ro;q=0.5")).toBe("en");
    expect(pickLocale("xx", "fr")).toBe("ro");
    expect(pickLocale(undefined, null)).toBe("ro");
  });

  it("name what a parcel lacks in the reader's words, never by eMAG's field names", () => {
    const lacking = problem("parcel-data-missing", "rejected", { order: "1", field: "shipping_phone, locker_id" });
    for (const locale of ["en", "ro"] as const)
      expect(Object.values(describeProblem(problemWords[locale], lacking)).join(" ")).not.toMatch(
        /shipping_phone|locker_id/,
      );
  });
});
