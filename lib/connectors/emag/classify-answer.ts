import { ConnectorError } from "@/lib/connectors/contract";
import { type Envelope, envelopeOf } from "@/lib/connectors/emag/envelope";
import { type HttpAnswer, HttpFailure } from "@/lib/connectors/http";

/** A read may be repeated; of a write that got no clear answer nobody knows whether it took effect. */
export type Effect = "read" | "write";

/**
 * The results of an answer; success is `isError === false` and nothing else (emag-api.md §1.6).
 * @throws ConnectorError of the kind a refusal means (§1.2, §2); else `transient` for a read, `unknown` for a write
 */
export function classifyAnswer(answer: HttpAnswer, effect: Effect): unknown {
  const envelope = envelopeOf(answer.text());
  const refusal = refusalOf(answer, envelope);
  if (refusal) throw refusal;
  if (envelope?.isError === false && answer.status < 300) return envelope.results;
  throw unclear(answer, effect);
}

/** The refusal an answer states, whatever its status; null when it states none. */
function refusalOf(answer: HttpAnswer, envelope: Envelope | null): ConnectorError | null {
  const { status } = answer;
  const message = (envelope?.messages.join("; ") ?? "").slice(0, 500);
  const account = accountRefusal(status, envelope?.isError === false ? "" : message);
  if (account) return account;
  if (status === 429) return limited(answer, message);
  if (status === 408 || status >= 500) return null;
  const refused = envelope?.isError === true || (status >= 400 && envelope !== null && message !== "");
  return refused ? new ConnectorError("refused", "rejected", { message }, message || null) : null;
}

/** Which of 200, 401 and 403 carries these texts is not settled, so both status and text decide (§1.2). */
function accountRefusal(status: number, message: string): ConnectorError | null {
  if (/invalid vendor ip/i.test(message)) {
    const ip = /\[([^\]]*)\]/.exec(message)?.[1] ?? "";
    return new ConnectorError("address-not-declared", "auth", { ip }, message);
  }
  if (status === 401 || status === 403 || /not allowed to use this api/i.test(message)) {
    return new ConnectorError("credentials-refused", "auth", {}, message || `HTTP ${status}`);
  }
  return null;
}

/** `Retry-After` is not documented; where it comes, its seconds go along (§2). */
function limited(answer: HttpAnswer, message: string): ConnectorError {
  const seconds = answer.header("retry-after") ?? "";
  return new ConnectorError("limited", "limited", /^\d+$/.test(seconds) ? { seconds } : {}, message || null);
}

function unclear(answer: HttpAnswer, effect: Effect): ConnectorError {
  const { status } = answer;
  const detail = `HTTP ${status}, ${answer.header("content-type") ?? "no content type"}`;
  if (effect === "write") return new ConnectorError("outcome-unknown", "unknown", {}, detail);
  const code = status === 408 || status >= 500 ? "unreachable" : "unexpected-answer";
  return new ConnectorError(code, "transient", {}, detail);
}

/**
 * Why no answer came: `transient` for a read and for a write that certainly was not sent, else `unknown`.
 * @throws `error` itself when it is no HttpFailure
 */
export function lostAnswer(error: unknown, effect: Effect): ConnectorError {
  if (!(error instanceof HttpFailure)) throw error;
  if (effect === "write" && error.sent) return new ConnectorError("outcome-unknown", "unknown", {}, error.reason);
  const code = error.reason === "too-large" ? "unexpected-answer" : "unreachable";
  return new ConnectorError(code, "transient", {}, `${error.reason}: ${error.message}`);
}

/** An answer that is well-formed but not what was asked for. */
export function unexpected(detail: string): ConnectorError {
  return new ConnectorError("unexpected-answer", "transient", {}, detail.slice(0, 500));
}
