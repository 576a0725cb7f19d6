import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { eq } from "drizzle-orm";
import type { SalesOrderKey, SalesOrderProgress } from "@/lib/connectors/contract";
import { connections, runs } from "@/lib/db/schema";
import type { StepKind } from "@/lib/domain/orders/step";
import type { Problem } from "@/lib/domain/problem";
import { type Side, sideOf } from "@/lib/flows/engine/blame";
import type { FlowContext } from "@/lib/flows/engine/context";
import { type OpenIntegration, pauseRateLimits } from "@/lib/flows/engine/open-integration";
import { withLease } from "@/lib/flows/engine/with-lease";

/** A heartbeat reads everything; a wake-up answers what came in and works what is due. */
export type Trigger = "heartbeat" | "wake-up";

/** One pass over one integration: what it may still do, and what it has done. */
export type Run = {
  id: string;
  ctx: FlowContext;
  integration: OpenIntegration;
  trigger: Trigger;
  holder: string;
  processed: Record<string, number>;
  failed: number;
  /** True once the time is up; nothing new is begun then. */
  outOfTime(): boolean;
  count(what: string, by?: number): void;
  /** The account is refused or full: that side is not called again in this run, nor for `pauseSeconds` after it. */
  pause(cause: Problem): void;
  recordFailure(cause: Problem): void;
  isSideAvailable(side: Side): boolean;
  /** Integrations that have something to do because of this run; theirs begins when it ends. */
  alsoWake: Set<string>;
  /** The Sales Order's shipments and invoices, read at most once a run. */
  progress(key: SalesOrderKey): Promise<SalesOrderProgress>;
  /** Keeps what a list showed of it, so that `progress` does not ask again in this run. */
  noteProgress(listed: SalesOrderProgress): void;
  /** Orders by the kind of step that need not be looked at in this run: the other side has nothing new for them. */
  unchanged: Map<StepKind, Set<string>>;
  /** Awaited before each step: takes up wake-ups that arrive during a long run. */
  onBetweenSteps(): Promise<void>;
  persistPauses(): Promise<void>;
};

const pauseSeconds: Record<string, number> = { auth: 270, limited: 15, "seats-taken": 30 };
/** After so many failures in a row a side is left alone until the next run. */
const maxConsecutiveFailures = 3;

export function startRun(
  ctx: FlowContext,
  integration: OpenIntegration,
  trigger: Trigger,
  deadline: () => boolean,
): Run {
  const { health, clearFailures } = healthOf(ctx, integration);
  const id = randomUUID();
  const run: Run = {
    id,
    ctx,
    integration,
    trigger,
    holder: `${hostname()}:${process.pid}/${id.slice(0, 8)}`,
    processed: {},
    failed: 0,
    alsoWake: new Set(),
    outOfTime: deadline,
    count: (what, by = 1) => {
      if (by > 0) run.processed[what] = (run.processed[what] ?? 0) + by;
      clearFailures();
    },
    ...health,
    ...progressOf(integration),
    unchanged: new Map([
      ["hand-over-awb", new Set()],
      ["attach-invoice", new Set()],
    ]),
    onBetweenSteps: async () => {},
  };
  return run;
}

/** What is known of the two sides: which rests, and which has failed how often in a row. */
function healthOf(ctx: FlowContext, integration: OpenIntegration) {
  const paused = new Map<Side, Problem>();
  const failures = new Map<Side, number>();
  const health: Pick<Run, "pause" | "recordFailure" | "isSideAvailable" | "persistPauses"> = {
    pause: (cause) => {
      const side = sideOf(cause.params);
      if (side) paused.set(side, cause);
    },
    recordFailure: (cause) => {
      const side = sideOf(cause.params);
      if (side) failures.set(side, (failures.get(side) ?? 0) + 1);
    },
    isSideAvailable: (side) => !paused.has(side) && (failures.get(side) ?? 0) < maxConsecutiveFailures,
    persistPauses: async () => {
      for (const [side, cause] of paused)
        await pauseConnection(
          ctx,
          side === "channel" ? integration.channelConnection : integration.erpConnection,
          cause,
        );
    },
  };
  for (const [side, row] of [
    ["channel", integration.channelConnection],
    ["erp", integration.erpConnection],
  ] as const) {
    if (row.pausedUntil && row.pausedUntil > ctx.now() && row.pauseProblem) failures.set(side, maxConsecutiveFailures);
  }
  return { health, clearFailures: () => failures.clear() };
}

/** The progress of Sales Orders, asked for at most once each. */
function progressOf(integration: OpenIntegration): Pick<Run, "progress" | "noteProgress"> {
  const progress = new Map<string, Promise<SalesOrderProgress>>();
  return {
    progress: (key) => {
      const name = `${key.orderType}/${key.number}`;
      const known = progress.get(name) ?? integration.erp.readProgress(key);
      progress.set(name, known);
      return known;
    },
    noteProgress: (listed) => {
      progress.set(`${listed.orderType}/${listed.number}`, Promise.resolve(listed));
    },
  };
}

async function pauseConnection(ctx: FlowContext, row: OpenIntegration["erpConnection"], cause: Problem): Promise<void> {
  const seconds = pauseSeconds[cause.code] ?? pauseSeconds[cause.kind] ?? 60;
  await ctx.db
    .update(connections)
    .set({ pauseProblem: cause, pausedUntil: new Date(ctx.now().getTime() + seconds * 1000) })
    .where(eq(connections.id, row.id));
  if (cause.kind === "limited") await pauseRateLimits(ctx, row, Number(cause.params.seconds) || 2);
}

/** Marks a connection as in order again after a run that could use it. */
export async function clearPause(ctx: FlowContext, connectionId: string): Promise<void> {
  await ctx.db
    .update(connections)
    .set({ pauseProblem: null, pausedUntil: null })
    .where(eq(connections.id, connectionId));
}

/** The licence seat of an ERP connection: one session at a time, whatever the number of processes. */
function seatName(connectionId: string): string {
  return `seat:${connectionId}`;
}

const seatSeconds = 30;

/**
 * Waits up to `waitSeconds` for the seat and keeps it while `work` runs; null when it stayed taken. Throws what `work`
 * throws.
 */
export function withSeat<T>(
  ctx: FlowContext,
  { connectionId, ...seat }: { connectionId: string; holder: string; waitSeconds: number },
  work: () => Promise<T>,
): Promise<T | null> {
  return withLease(ctx, { ...seat, name: seatName(connectionId), seconds: seatSeconds }, work);
}

export async function openRunRow(ctx: FlowContext, run: Run): Promise<void> {
  await ctx.db
    .insert(runs)
    .values({ id: run.id, integrationId: run.integration.row.id, trigger: run.trigger, startedAt: ctx.now() });
}

export async function closeRunRow(ctx: FlowContext, run: Run, problem: Problem | null): Promise<void> {
  await ctx.db
    .update(runs)
    .set({ finishedAt: ctx.now(), processed: run.processed, failed: run.failed, problem })
    .where(eq(runs.id, run.id));
}
