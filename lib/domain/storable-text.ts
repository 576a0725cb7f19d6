const unstorable = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is the one character that PostgreSQL keeps in no text
const parts = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text as PostgreSQL can keep it: NUL and half a surrogate pair become U+FFFD, everything else stays. */
export const storableText = (text: string): string => text.replace(parts, "\ufffd");

/** For `JSON.parse`: makes every text of an answer storable; undefined where the source holds nothing that needs it. */
export function storableReviver(source: string): ((key: string, value: unknown) => unknown) | undefined {
  if (!unstorable.test(source)) return undefined;
  return (_, value) => (typeof value === "string" ? storableText(value) : value);
}
