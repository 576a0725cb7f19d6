import { type Child, control, startTwin } from "../../scripts/programs.mjs";

type Twin = {
  /** The origin, `http://127.0.0.1:port`; eMAG's API is below `/api-3`, Acumatica's site below `/erp`. */
  url: string;
  port: number;
  /** Calls the control interface by its full path, such as `control("GET", "/_sandbox/state")`; fails on any error status. */
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
};

export type Twins = { emag: Twin; acumatica: Twin; stop(): Promise<void> };

async function start(name: "emag" | "acumatica", settings: object = {}): Promise<{ child: Child; twin: Twin }> {
  const env = { ...process.env, SANDBOX_PORT: "0", SANDBOX_SETTINGS: JSON.stringify(settings) };
  const { child, port } = await startTwin(name, { env });
  const twin: Twin = {
    url: `http://127.0.0.1:${port}`,
    port,
    control: (method, path, body) => control(port, method, path, body),
  };
  return { child, twin };
}

/** Starts both twins as processes of their own, with an empty state and these settings over their defaults. */
export async function startTwins(options: { emag?: object; acumatica?: object } = {}): Promise<Twins> {
  const [emag, acumatica] = await Promise.all([start("emag", options.emag), start("acumatica", options.acumatica)]);
  return {
    emag: emag.twin,
    acumatica: acumatica.twin,
    stop: async () => {
      await Promise.all([emag.child.stop(), acumatica.child.stop()]);
    },
  };
}
