import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";
import { createEmagTwin } from "@/sandbox/emag/twin";
import { type Child, control, startTwin } from "../../scripts/programs.mjs";

type Twin = {
  /** The origin, `http://127.0.0.1:port`; eMAG's API is below `/api-3`, Acumatica's site below `/erp`. */
  url: string;
  port: number;
  /** Calls the control interface by its full path, such as `control("GET", "/_sandbox/state")`; fails on any error status. */
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
};

export type Twins = { emag: Twin; acumatica: Twin; stop(): Promise<void> };

const reached = (port: number): Twin => ({
  url: `http://127.0.0.1:${port}`,
  port,
  control: (method, path, body) => control(port, method, path, body),
});

async function start(name: "emag" | "acumatica", settings: object = {}): Promise<{ child: Child; twin: Twin }> {
  const env = { ...process.env, SANDBOX_PORT: "0", SANDBOX_SETTINGS: JSON.stringify(settings) };
  const { child, port } = await startTwin(name, { env });
  return { child, twin: reached(port) };
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

/** The same twins inside this process, on ports of their own. */
export async function openTwins(options: { emag?: object; acumatica?: object } = {}): Promise<Twins> {
  const [emag, acumatica] = [createEmagTwin(options.emag), createAcumaticaTwin(options.acumatica)];
  const [emagPort, acumaticaPort] = await Promise.all([emag.start(), acumatica.start()]);
  return {
    emag: reached(emagPort),
    acumatica: reached(acumaticaPort),
    stop: async () => {
      await Promise.all([emag.stop(), acumatica.stop()]);
    },
  };
}
