import { basename } from "node:path";
import { exportsOf } from "./sources";

/** Files named for what they are to others: a vendor's or a module's front, or parts that only mean something together. */
const namedForTheirPlace = new Set([
  ...["index", "client", "wire", "contract", "contract-documents", "registry", "api"],
  ...["context", "money", "encryption", "lenient-schema", "concurrency", "offer-csv"],
]);

const wordsOf = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase()
    .split("-");

const pluralsOf = (word: string) => [word, `${word}s`, `${word}es`, word.replace(/y$/, "ies")];
const same = (one: string, other: string) => pluralsOf(one).includes(other) || pluralsOf(other).includes(one);

/** Whether a name holds every word of the file's, in that order. */
function holds(name: string, words: readonly string[]): boolean {
  let next = 0;
  for (const word of wordsOf(name)) if (same(word, words[next] ?? "")) next += 1;
  return next === words.length;
}

/**
 * Whether a file exports something of its own name, in singular or plural: where `exactly` nothing but that name, else every
 * word of it. What stands after the first dot (`orders.en.ts`) is no part of the name.
 */
export function exportsItsName(path: string, exactly: boolean): boolean {
  const [name = ""] = basename(path).split(".");
  if (namedForTheirPlace.has(name)) return true;
  const whole = name.replaceAll("-", "");
  return exportsOf(path).some((one) => (exactly ? same(one.toLowerCase(), whole) : holds(one, name.split("-"))));
}
