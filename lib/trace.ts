import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Attributes,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { traceIdOf } from "@/lib/domain/trace-id";

/**
 * One order is one trace, whichever process works on it and however many days apart: its trace id is the order's own id
 * without dashes, so that nothing has to be kept or handed on. A run is a trace of its own; a step links to its run.
 */
export type Tracing = {
  tracer: Tracer;
  /** The ids a root span is to have, while it is being started. */
  ids: { traceId: string; spanId: string } | null;
  flush(): Promise<void>;
};

/** In the process itself, since a web server's bundles each have their own copy of this module. */
const shared = globalThis as {
  megzoTracing?: Tracing;
  megzoSpan?: AsyncLocalStorage<SpanContext>;
};
const active = shared.megzoSpan ?? new AsyncLocalStorage<SpanContext>();
shared.megzoSpan = active;

/** Makes spans from now on with this, or none with null. */
export function setTracing(tracing: Tracing | null): void {
  shared.megzoTracing = tracing ?? undefined;
}

/** Sends what has not been sent; for a function that may be frozen after its answer. Never fails. */
export async function flushTraces(): Promise<void> {
  await shared.megzoTracing?.flush().catch(() => {});
}

/** What happened in a span, by the names of OpenTelemetry or of ours (`megzo.…`): ids, codes and counts, no buyer. */
export type Facts = Attributes;
type SetAttributes = (facts: Facts) => void;

const rootOf = (id: string): SpanContext => {
  const traceId = traceIdOf(id);
  return { traceId, spanId: traceId.slice(16), traceFlags: TraceFlags.SAMPLED, isRemote: true };
};

/** Does `work` as a span of the trace of the order or run `id`, with a link to the trace it was begun in. */
export function inTraceOf<T>(
  id: string,
  name: string,
  facts: Facts,
  work: (setAttributes: SetAttributes) => Promise<T>,
): Promise<T> {
  const { megzoTracing: tracing } = shared;
  if (!tracing) return work(() => {});
  const from = active.getStore();
  const root = rootOf(id);
  const isInside = from?.traceId === root.traceId;
  const parent = trace.setSpanContext(ROOT_CONTEXT, isInside ? from : root);
  const links = from && !isInside ? [{ context: from }] : [];
  return carryOut(tracing.tracer.startSpan(name, { attributes: facts, links }, parent), work);
}

/** Does `work` as the root of the trace of `id`, which everything else of that trace hangs on. */
export function asTrace<T>(
  id: string,
  name: string,
  facts: Facts,
  work: (setAttributes: SetAttributes) => Promise<T>,
): Promise<T> {
  const { megzoTracing: tracing } = shared;
  return tracing ? carryOut(startRoot(tracing, id, name, facts), work) : work(() => {});
}

/** The root of the trace of `id` as a moment, where what hangs on it goes on for days. */
export function beginTrace(id: string, name: string, facts: Facts): void {
  const { megzoTracing: tracing } = shared;
  if (tracing) startRoot(tracing, id, name, facts).end();
}

/** An outside call as a span of whatever it is made for; a call for nothing of ours is none. */
export function asCall<T>(method: string, url: string, work: (setAttributes: SetAttributes) => Promise<T>): Promise<T> {
  const from = active.getStore();
  const { megzoTracing: tracing } = shared;
  if (!tracing || !from) return work(() => {});
  const { host, pathname } = new URL(url);
  const attributes = { "http.request.method": method, "server.address": host, "url.template": plainPath(pathname) };
  const parent = trace.setSpanContext(ROOT_CONTEXT, from);
  return carryOut(tracing.tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes }, parent), work);
}

/**
 * A path without what may be a name or a number of somebody's: words and versions stay. A word in capitals alone is a
 * key, such as a customer's; below `files` people choose the names (acumatica-api.md §7.7).
 */
export function plainPath(path: string): string {
  const parts = path.split("/");
  const files = parts.indexOf("files");
  const isPlain = (part: string, at: number) =>
    (files < 0 || at <= files) && /^(|[A-Za-z_-]*[a-z][A-Za-z_-]*|\d+\.\d+\.\d+|api-\d)$/.test(part);
  return parts.map((part, at) => (isPlain(part, at) ? part : "*")).join("/");
}

function startRoot(tracing: Tracing, id: string, name: string, facts: Facts): Span {
  const from = active.getStore();
  const links: Link[] = from ? [{ context: from }] : [];
  tracing.ids = rootOf(id);
  const span = tracing.tracer.startSpan(name, { root: true, attributes: facts, links }, ROOT_CONTEXT);
  tracing.ids = null;
  return span;
}

async function carryOut<T>(span: Span, work: (setAttributes: SetAttributes) => Promise<T>): Promise<T> {
  try {
    return await active.run(span.spanContext(), () => work((facts) => void span.setAttributes(facts)));
  } catch (error) {
    // The error's kind alone: its text may quote what an order says.
    span.setAttribute("error.type", error instanceof Error ? error.name : typeof error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
