import type { Locale } from "@/lib/text/locale";

/** As much of a schema's finding as its words need. */
export type FieldIssue = {
  code?: string;
  input?: unknown;
  expected?: string;
  format?: string;
  origin?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  exact?: boolean;
  values?: unknown[];
  keys?: string[];
};

const sentences = {
  en: {
    needed: "Fill this in",
    number: "Write a number",
    whole: "Write a whole number",
    yesOrNo: "Choose yes or no",
    form: "Not in the expected form",
    least: (n: string) => `At least ${n}`,
    most: (n: string) => `At most ${n}`,
    characters: (n: string) => `${n} ${n === "1" ? "character" : "characters"}`,
    exactly: (n: string) => `Exactly ${n}`,
    oneOf: (list: string) => `One of: ${list}`,
    unknown: (list: string) => `Not known: ${list}`,
    url: "An address that begins with http:// or https://",
    email: "An e-mail address",
  },
  ro: {
    needed: "Completați",
    number: "Scrieți un număr",
    whole: "Scrieți un număr întreg",
    yesOrNo: "Alegeți da sau nu",
    form: "Nu are forma așteptată",
    least: (n: string) => `Cel puțin ${n}`,
    most: (n: string) => `Cel mult ${n}`,
    characters: (n: string) => (n === "1" ? "1 caracter" : `${n}${many(n) ? " de" : ""} caractere`),
    exactly: (n: string) => `Exact ${n}`,
    oneOf: (list: string) => `Una dintre: ${list}`,
    unknown: (list: string) => `Necunoscut: ${list}`,
    url: "O adresă care începe cu http:// sau https://",
    email: "O adresă de e-mail",
  },
};

/** Romanian puts "de" before the noun from 20 on, but not after 101 … 119. */
const many = (n: string) => Number(n) % 100 === 0 || Number(n) % 100 > 19;

/** What a schema found wrong with a field, for a person who can put it right. */
export function fieldWords(locale: Locale, issue: FieldIssue): string {
  const say = sentences[locale];
  const { code, input, origin, minimum, maximum, exact, values = [], keys = [] } = issue;
  if (input === undefined || input === "" || input === null)
    return code === "unrecognized_keys" ? say.form : say.needed;
  const counted = (n: number | bigint | undefined) => (origin === "string" ? say.characters(String(n)) : String(n));
  switch (code) {
    case "invalid_type":
      return typeWords(say, issue.expected);
    case "too_small":
      return (exact ? say.exactly : say.least)(counted(minimum));
    case "too_big":
      return (exact ? say.exactly : say.most)(counted(maximum));
    case "invalid_value":
      return say.oneOf(values.map(String).join(", "));
    case "unrecognized_keys":
      return say.unknown(keys.join(", "));
    case "invalid_format":
      return issue.format === "url" || issue.format === "email" ? say[issue.format] : say.form;
    default:
      return say.form;
  }
}

function typeWords(say: (typeof sentences)[Locale], expected: string | undefined): string {
  if (expected === "number") return say.number;
  if (expected === "int") return say.whole;
  return expected === "boolean" ? say.yesOrNo : say.form;
}

/** Findings that our own schemas word in English, in Romanian. */
const own: Record<string, string> = {
  "lower-case letters, digits and dashes, at most 40": "litere mici, cifre și cratime, cel mult 40",
  "two capital letters": "două litere mari",
  "three capitals": "trei litere mari",
  "names nothing it is for": "nu numește nimic pentru care să fie",
  "give units or a percentage, not both": "dați bucăți sau un procent, nu amândouă",
  "holds nothing back: give units, a percentage or a cap": "nu reține nimic: dați bucăți, un procent sau un plafon",
  "8 to 11 digits, a leading + allowed": "8 până la 11 cifre, cu + în față dacă e nevoie",
  "is needed when AWBs are ordered from eMAG": "este necesar când AWB-urile se comandă la eMAG",
  "letters, digits and _": "litere, cifre și _",
  "letters, digits, _ and .": "litere, cifre, _ și .",
  "an http(s) address": "o adresă http sau https",
  "an http(s) address with {number} in the place of the number":
    "o adresă http sau https cu {number} în locul numărului",
  "like 24.200.001": "ca 24.200.001",
  "is needed when stock is read through OData": "este necesar când stocul se citește prin OData",
  "is needed when invoices are printed by a report": "este necesar când facturile se tipăresc printr-un raport",
  "the login belongs in the credentials": "utilizatorul și parola se trec la datele de acces",
  "must be a time of day such as 22:00": "trebuie să fie o oră, ca 22:00",
  "a path like order.shipping.city": "o cale ca order.shipping.city",
  "letters, digits, spaces, at most 60": "litere, cifre, spații, cel mult 60",
  "a figure like 4.9770": "o cifră ca 4.9770",
  "is not known": "nu este cunoscut",
  "the ERP has no such item": "ERP-ul nu are un astfel de articol",
};

/** A finding in the reader's language; one that is a word for the program stays as it is. */
export const ownWords = (locale: Locale, message: string): string =>
  locale === "ro" ? (own[message] ?? message) : message;
