import { hostname } from "node:os";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { setTracing, type Tracing } from "@/lib/trace";

/**
 * Sends spans to the collector that OpenTelemetry's own variables name, and loads nothing where they name none. A
 * collector that is slow or gone costs spans, never time: they wait in memory, at most 2,048 of them.
 * The tracer stays our own: the framework's and the queue's spans would hold addresses with what people searched for.
 * `patienceMs` is how long one sending, and the last one, may take.
 * @returns what sends the rest and ends it
 */
export async function openTraceExport({ patienceMs = 5000 } = {}): Promise<() => Promise<void>> {
  if (!env("OTEL_EXPORTER_OTLP_ENDPOINT") && !env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")) return async () => {};
  const { BatchSpanProcessor, RandomIdGenerator, TracerProvider } = await import("@opentelemetry/sdk-trace");
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
  const { resourceFromAttributes } = await import("@opentelemetry/resources");
  const random = new RandomIdGenerator();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.name": env("OTEL_SERVICE_NAME"),
      "service.instance.id": `${hostname()}:${process.pid}`,
    }),
    idGenerator: {
      generateTraceId: () => tracing.ids?.traceId ?? random.generateTraceId(),
      generateSpanId: () => tracing.ids?.spanId ?? random.generateSpanId(),
    },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: warnOnExportFailure(new OTLPTraceExporter({ timeoutMillis: patienceMs })),
        exportTimeoutMillis: patienceMs,
      }),
    ],
  });
  const tracing: Tracing = {
    tracer: provider.getTracer("megzo"),
    ids: null,
    flush: () => provider.forceFlush({ timeoutMillis: patienceMs }),
  };
  setTracing(tracing);
  return async () => {
    setTracing(null);
    const late = new Promise<void>((done) => setTimeout(done, patienceMs).unref());
    await Promise.race([provider.shutdown().catch(() => {}), late]);
  };
}

/** Logs the first failed export after a good one: otherwise a wrong address goes unnoticed. */
function warnOnExportFailure(exporter: SpanExporter): SpanExporter {
  let isFailing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.code !== 0 && !isFailing)
          log().warn(
            { err: result.error },
            "no trace arrives: see OTEL_EXPORTER_OTLP_ENDPOINT, whether the collector runs and takes OTLP over HTTP; orders go on",
          );
        isFailing = result.code !== 0;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}

/** For a process whose shutdown is not ours, such as the web server's: sends the rest of the spans at SIGTERM. */
export async function traceUntilStopped(): Promise<void> {
  const close = await openTraceExport();
  process.once("SIGTERM", () => void close());
}
