import fc from "fast-check";
import { expect, it } from "vitest";
import { storableReviver, storableText } from "@/lib/domain/storable-text";

const parsed = (value: unknown) => {
  const source = JSON.stringify(value);
  return JSON.parse(source, storableReviver(source));
};

it("NUL and half a character become the sign for what cannot be read; all else stays as it is", () => {
  expect(storableText("Str. Exemplu\u0000 1")).toBe("Str. Exemplu\ufffd 1");
  expect(storableText("a\ud83d b\ude00 c😀")).toBe("a\ufffd b\ufffd c😀");
  expect(parsed({ rows: [{ street: "x\u0000", name: "Țăndărică 😀", n: 1, none: null }] })).toEqual({
    rows: [{ street: "x\ufffd", name: "Țăndărică 😀", n: 1, none: null }],
  });
});

it("whatever an answer says, the database can keep it, and a sound text is never changed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const kept = parsed({ text }).text;
      expect(kept.includes("\u0000")).toBe(false);
      expect(Buffer.from(kept, "utf8").toString("utf8")).toBe(kept);
      if (Buffer.from(text, "utf8").toString("utf8") === text && !text.includes("\u0000")) expect(kept).toBe(text);
    }),
    { seed: 20261130 },
  );
});
