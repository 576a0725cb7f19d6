export type HttpRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Whole call, connection included. */
  timeoutMs: number;
  /** Answers longer than this are cut off and count as unexpected. */
  maxBytes?: number;
  /**
   * Takes the body of a 200 piece by piece instead of the answer, which then holds none. Nothing of it may be believed
   * before the call has ended: an answer that breaks off is a failure like any other.
   */
  onBody?: (piece: Uint8Array) => void;
  proxy?: OutboundProxy;
};

/** A proxy with a fixed address, http or https, that opens tunnels (`CONNECT`). Its login is a secret. */
export type OutboundProxy = { url: string; username?: string; password?: string };

/** Redirects are never followed; every status comes back as an answer. */
export type HttpAnswer = {
  status: number;
  header(name: string): string | null;
  setCookies: string[];
  body: Uint8Array;
  text(): string;
};

/**
 * Why no answer came. `sent` is false only when it is certain that the other side saw nothing (name or connection
 * failed, address refused), so that a write may be tried again; otherwise its outcome is unknown.
 */
export class HttpFailure extends Error {
  readonly sent: boolean;
  readonly reason: "refused-address" | "connect" | "timeout" | "reset" | "too-large";

  constructor(reason: HttpFailure["reason"], sent: boolean, message: string) {
    super(message);
    this.name = "HttpFailure";
    this.reason = reason;
    this.sent = sent;
  }
}

/** The only way to call another system (`lib/outbound.ts` makes it). @throws HttpFailure and nothing else */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;
