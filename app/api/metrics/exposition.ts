import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { type Figure, type FigureName, figures } from "@/lib/db/overview/metrics";

const shared = globalThis as { megzoProcessMetrics?: Registry };

/** This process's own memory, CPU and event-loop figures; registered once, hot reloads included. */
function ofProcess(): Registry {
  if (!shared.megzoProcessMetrics) {
    shared.megzoProcessMetrics = new Registry();
    collectDefaultMetrics({ register: shared.megzoProcessMetrics });
  }
  return shared.megzoProcessMetrics;
}

/** The figures in the Prometheus text format, with the process's own. */
export async function expose(current: Figure[]): Promise<{ contentType: string; text: string }> {
  const registry = new Registry();
  const gauges = new Map<FigureName, Gauge>();
  for (const [name, { help, labels }] of Object.entries(figures)) {
    gauges.set(name as FigureName, new Gauge({ name, help, labelNames: labels, registers: [registry] }));
  }
  for (const { name, labels, value } of current) gauges.get(name)?.set(labels, value);
  const texts = await Promise.all([registry.metrics(), ofProcess().metrics()]);
  return { contentType: registry.contentType, text: texts.join("\n") };
}
