import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { type Metric, type MetricName, metrics } from "@/lib/db/overview/metrics";

const shared = globalThis as { megzoProcessMetrics?: Registry };

/** This process's own memory, CPU and event-loop metrics; registered once, hot reloads included. */
function ofProcess(): Registry {
  if (!shared.megzoProcessMetrics) {
    shared.megzoProcessMetrics = new Registry();
    collectDefaultMetrics({ register: shared.megzoProcessMetrics });
  }
  return shared.megzoProcessMetrics;
}

/** The metrics in the Prometheus text format, with the process's own. */
export async function expose(current: Metric[]): Promise<{ contentType: string; text: string }> {
  const registry = new Registry();
  const gauges = new Map<MetricName, Gauge>();
  for (const [name, { help, labels }] of Object.entries(metrics)) {
    gauges.set(name as MetricName, new Gauge({ name, help, labelNames: labels, registers: [registry] }));
  }
  for (const { name, labels, value } of current) gauges.get(name)?.set(labels, value);
  const texts = await Promise.all([registry.metrics(), ofProcess().metrics()]);
  return { contentType: registry.contentType, text: texts.join("\n") };
}
