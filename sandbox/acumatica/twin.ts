import type { AddressInfo } from "node:net";
import { type HttpBindings, type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import { createActions } from "@/sandbox/acumatica/api/actions";
import { createReports } from "@/sandbox/acumatica/api/reports";
import { controlApp, type Parts, type Traffic } from "@/sandbox/acumatica/control";
import { defaults } from "@/sandbox/acumatica/defaults";
import { staffRound } from "@/sandbox/acumatica/documents/staff";
import type { Erp } from "@/sandbox/acumatica/erp";
import { changes, createPusher, type Snapshot, snapshot } from "@/sandbox/acumatica/push";
import { createLicence } from "@/sandbox/acumatica/session/licence";
import { Oauth } from "@/sandbox/acumatica/session/oauth";
import { Sessions } from "@/sandbox/acumatica/session/sessions";
import { merge } from "@/sandbox/acumatica/settings";
import { siteApp } from "@/sandbox/acumatica/site";
import { load, type State, save, seed } from "@/sandbox/acumatica/state";
import { createFaultBox } from "@/sandbox/faults";

const staffRoundMs = 100;
const saveDelayMs = 250;

/** State on disk, saved a moment after the last change and at the end. */
function keeper(file: string | undefined, state: State) {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (file) save(file, state);
  };
  return {
    soon(): void {
      if (file && !timer) timer = setTimeout(write, saveDelayMs);
    },
    write,
  };
}

/** The ERP's core: one clock, and one `commit` through which every change is saved and told to the receivers. */
function createErp(settings: Erp["settings"], file: string | undefined) {
  const state = (file && load(file)) || seed(settings, Date.now());
  const disk = keeper(file, state);
  let depth = 0;
  /** As the last commit left it: every change of a tracked row goes through one. */
  let known: { settings: string; rows: Snapshot } | null = null;
  const tracked = () => JSON.stringify([settings.push, settings.deductBooked]);
  const erp: Erp = {
    settings,
    state,
    now: () => Date.now() + state.clockOffset,
    commit(work) {
      if (depth > 0 || settings.push.length === 0) {
        const result = work();
        disk.soon();
        return result;
      }
      const before = known?.settings === tracked() ? known.rows : snapshot(erp);
      depth += 1;
      try {
        return work();
      } finally {
        depth -= 1;
        known = { settings: tracked(), rows: snapshot(erp) };
        pusher.send(changes(before, known.rows));
        disk.soon();
      }
    },
  };
  const pusher = createPusher(erp);
  const forget = (): void => {
    known = null;
  };
  return { erp, pusher, disk, forget };
}

/**
 * The Acumatica twin: `start` listens on 127.0.0.1 and resolves to the port, `stop` closes it and saves, `state` is
 * its live memory. `patch` is merged over the default settings; with `stateFile` the state survives a
 * restart; `random` decides where faults with a share strike.
 */
export function createAcumaticaTwin(patch: object = {}, options: { stateFile?: string; random?: () => number } = {}) {
  const settings = merge(defaults, patch);
  const { erp, pusher, disk, forget } = createErp(settings, options.stateFile);
  const traffic: Traffic = { routes: {}, recent: [] };
  const faults = createFaultBox(options.random);
  const sessions = new Sessions(erp);
  const oauth = new Oauth(erp, sessions);
  const actions = createActions(erp);
  const reports = createReports(erp);
  const licence = createLicence(erp);

  const reset = (): void => {
    Object.assign(settings, merge(defaults, patch));
    Object.assign(erp.state, seed(settings, Date.now()));
    forget();
    faults.clear();
    sessions.reset();
    oauth.reset();
    actions.reset();
    reports.reset();
    licence.reset();
    pusher.deliveries.length = 0;
    Object.assign(traffic, { routes: {}, recent: [] });
    disk.soon();
  };

  const parts: Parts = { erp, faults, sessions, oauth, pusher, traffic, reset };
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route("/_sandbox", controlApp(parts));
  app.route("/", siteApp(parts, { actions, reports, licence }));

  return { state: erp.state, settings, faults, ...listening(app, erp, disk.write) };
}

/** Serves the twin and lets its staff work while it does. */
function listening(app: Hono<{ Bindings: HttpBindings }>, erp: Erp, save: () => void) {
  let server: ServerType | undefined;
  let rounds: NodeJS.Timeout | undefined;
  let working = false;
  const round = async (): Promise<void> => {
    if (working) return;
    working = true;
    await staffRound(erp).finally(() => {
      working = false;
    });
  };
  return {
    start(port = 0): Promise<number> {
      rounds = setInterval(() => void round(), staffRoundMs);
      return new Promise((resolve, reject) => {
        server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, (info: AddressInfo) => resolve(info.port));
        server.once("error", reject);
        // A busy machine must not look like a connection closed under its user's hands.
        if ("keepAliveTimeout" in server) server.keepAliveTimeout = 120_000;
      });
    },
    async stop(): Promise<void> {
      clearInterval(rounds);
      const closing = server;
      server = undefined;
      save();
      if (!closing) return;
      await new Promise<void>((resolve) => {
        closing.close(() => resolve());
        if ("closeAllConnections" in closing) closing.closeAllConnections();
      });
    },
  };
}
