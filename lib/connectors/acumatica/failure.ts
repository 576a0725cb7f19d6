import type { z } from "zod";
import { fieldRefusal, knownRefusal } from "@/lib/connectors/acumatica/field-refusal";
import { asRecord, parseJson } from "@/lib/connectors/acumatica/wire";
import { ConnectorError } from "@/lib/connectors/contract";
import { type HttpAnswer, HttpFailure } from "@/lib/connectors/http";

/** Whether a call that got lost may have changed something. */
export type Effect = "read" | "write";

const seatsTaken = /API Login Limit|concurrent API logins|LoginLimit/i;
const rolledBack = /PXLockViolation|deadlock|Another process has (updated|added|deleted)/i;
const ranOut = /timeout|timed out|thread was being aborted/i;

/** A call without a usable answer: a read may be repeated, a write may have taken effect (acumatica-api.md §9.1). */
export function lostAnswer(effect: Effect, detail: string, params: Record<string, string> = {}): ConnectorError {
  return effect === "write"
    ? new ConnectorError("outcome-unknown", "unknown", params, detail)
    : new ConnectorError("unexpected-answer", "transient", params, detail);
}

/** An answer of another shape than the reference gives it; names the fields, never their values. */
export function otherShape(effect: Effect, { issues }: z.ZodError): ConnectorError {
  const paths = issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return lostAnswer(effect, `the answer has another shape: ${paths.join("; ").slice(0, 300)}`);
}

/** A connection that failed: `transient` for a read or when nothing was sent, `unknown` for a write that was. */
export function transportFailure(failure: HttpFailure, effect: Effect): ConnectorError {
  if (failure.reason === "too-large" && effect === "read") {
    return new ConnectorError("unexpected-answer", "rejected", {}, failure.message);
  }
  if (failure.sent && effect === "write") return lostAnswer(effect, failure.message);
  return new ConnectorError("unreachable", "transient", {}, failure.message);
}

/**
 * The error of a failed call as the connector throws it.
 * @throws `error` itself when it is neither ConnectorError nor HttpFailure
 */
export function asConnectorError(error: unknown, effect: Effect): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (error instanceof HttpFailure) return transportFailure(error, effect);
  throw error;
}

/** The exceptions of an `HttpError` body, outermost first; never its stack traces (§4.9). */
export function readExceptions(body: unknown): { types: string[]; messages: string[] } {
  const types: string[] = [];
  const messages: string[] = [];
  for (let here = asRecord(body), depth = 0; here && depth < 10; here = asRecord(here.innerException), depth += 1) {
    if (typeof here.exceptionType === "string") types.push(here.exceptionType);
    const message = here.exceptionMessage ?? here.message;
    if (typeof message === "string" && message.trim()) messages.push(message.trim().slice(0, 300));
  }
  return { types, messages };
}

/** §4.3: a record that is not there is a 500 with this exception. */
export function isNoEntity(answer: HttpAnswer): boolean {
  return answer.status === 500 && answer.text().includes("NoEntitySatisfiesTheCondition");
}

/** What an answer outside 2xx means, by the tables of acumatica-api.md §4.8, §4.9 and §9.1; null for 2xx. */
export function refusalOf(answer: HttpAnswer, effect: Effect): ConnectorError | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const source = answer.text();
  const body = asRecord(parseJson(source));
  const params = { status: String(status) };
  const message = readExceptions(body).messages.at(-1) ?? `HTTP ${status}`;
  if (status === 401) return new ConnectorError("credentials-refused", "auth", params, message);
  if (seatsTaken.test(source)) return new ConnectorError("seats-taken", "limited", params, message);
  if (status === 403) return rightsMissing(message);
  if (status === 422) return fieldRefusal(body, message);
  if (status === 429) return new ConnectorError("limited", "limited", params, message);
  if (status === 500 && body) return exceptionRefusal(body, effect);
  if (status >= 400 && status < 500 && status !== 408) {
    return new ConnectorError("refused", "rejected", { ...params, message }, message);
  }
  return lostAnswer(effect, message, params);
}

function rightsMissing(message: string): ConnectorError {
  const form = /access the (.+?) form/i.exec(message)?.[1] ?? message;
  return new ConnectorError("rights-missing", "rejected", { form }, message);
}

function exceptionRefusal(body: Record<string, unknown>, effect: Effect): ConnectorError {
  const { types, messages } = readExceptions(body);
  const everything = [...types, ...messages].join("\n");
  const message = messages.at(-1) ?? "HTTP 500";
  if (rolledBack.test(everything))
    return new ConnectorError("unexpected-answer", "transient", { status: "500" }, message);
  if (ranOut.test(everything)) return lostAnswer(effect, message, { status: "500" });
  if (types.some((type) => type.includes("PXUndefinedCompany"))) {
    return new ConnectorError("tenant-wrong", "auth", {}, message);
  }
  // Only the application's own exceptions prove a rollback; a bare 500 proves nothing.
  if (!types.some((type) => type.startsWith("PX."))) return lostAnswer(effect, message, { status: "500" });
  return knownRefusal(messages) ?? new ConnectorError("refused", "rejected", { status: "500", message }, message);
}
