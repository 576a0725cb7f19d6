import { isObject } from "@/lib/connectors/emag/lenient-schema";
import { storableReviver } from "@/lib/domain/storable-text";

/** `isError` exactly as sent (§1.6), what is said, and the results; null when the body is no JSON object. */
export type Envelope = { isError: unknown; messages: string[]; results: unknown };

export function envelopeOf(body: string): Envelope | null {
  const json = parsed(body);
  if (!isObject(json)) return null;
  const said = [json.messages, json.message, json.errors].flatMap((part) => (Array.isArray(part) ? part : [part]));
  return {
    isError: json.isError,
    messages: [...new Set(said.map(sentence).filter((message) => message !== ""))],
    results: json.results,
  };
}

/** Texts or objects with `text` or `message`, with or without a `field` (§1.5). */
function sentence(message: unknown): string {
  if (isObject(message)) {
    const words = sentence(message.text ?? message.message);
    return typeof message.field === "string" && words ? `${message.field}: ${words}` : words;
  }
  return typeof message === "string" ? message.replace(/^\s*ERROR:\s*/i, "").trim() : "";
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body, storableReviver(body));
  } catch {
    return null;
  }
}
