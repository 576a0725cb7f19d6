import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Value = { stringValue?: string; intValue?: number | string };
type WireSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: Value }[];
  links?: { traceId: string; spanId: string }[];
};

type CollectedSpan = Omit<WireSpan, "attributes"> & { facts: Record<string, string> };

export type Collector = {
  url: string;
  /** What came, as text and as spans. */
  received: string[];
  spans(): CollectedSpan[];
  /** Whether it answers at all; one that does not keeps its callers waiting. */
  mute: boolean;
  stop(): Promise<void>;
};

/** An OpenTelemetry collector as far as one sender needs it: traces over HTTP in JSON. */
export async function openCollector(): Promise<Collector> {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    if (collector.mute) return;
    received.push(text);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    spans: () => received.flatMap(readSpans),
    mute: false,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
  return collector;
}

function readSpans(text: string): CollectedSpan[] {
  const { resourceSpans } = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: WireSpan[] }[] }[] };
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  return spans.map(({ attributes, ...span }) => ({
    ...span,
    facts: Object.fromEntries(
      attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue ?? "")]),
    ),
  }));
}
