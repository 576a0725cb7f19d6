import { PgBoss } from "pg-boss";
import type { Sql } from "postgres";
import { withDedicatedConnection } from "@/lib/db/driver";

/** One job per integration: at most one runs and one waits, by the queue's own unique index. */
const syncQueue = "sync";
const queueOptions = {
  policy: "stately" as const,
  // A lost run needs no retry: the rows still say what is due, and the next heartbeat reads them.
  retryLimit: 0,
  expireInSeconds: 900,
  heartbeatSeconds: 15,
  deleteAfterSeconds: 3600,
};

/** A job names an integration only; what is to be done is in the rows. */
type SyncJob = { integrationId: string };

function boss(sql: Sql, install: boolean): PgBoss {
  const instance = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: await execute(sql, text, (values ?? []) as never[]) }) },
    schema: "pgboss",
    migrate: install,
    createSchema: install,
    supervise: false,
    schedule: false,
    registerInstance: false,
    monitorIntervalSeconds: 5,
  });
  instance.on("error", () => {});
  return instance;
}

/** On a connection of its own, as a transaction of the queue's must be. */
const execute = async (sql: Sql, text: string, values: never[]): Promise<unknown[]> =>
  rowsOf(await withDedicatedConnection(sql, (connection) => connection.unsafe(text, values)));

/** Several statements in one text answer with a list of row lists. */
function rowsOf(result: unknown[]): unknown[] {
  return result.some(Array.isArray) ? result.flat() : result;
}

/** Creates or upgrades the queue's own schema; `sql` must hold a single connection. */
export async function installQueue(sql: Sql): Promise<void> {
  const instance = boss(sql, true);
  await instance.start();
  await instance.createQueue(syncQueue, queueOptions);
  await instance.stop({ graceful: false, close: false });
}

type Work = (job: SyncJob) => Promise<void>;

type Drain = {
  deadline: () => boolean;
  parallel: number;
  /** Repeated by lanes without a job while another lane still works; they look for a job after each time. */
  meanwhile?: () => Promise<void>;
};

export type Jobs = {
  /** Asks for a run; does nothing when one is already waiting. */
  send(job: SyncJob): Promise<void>;
  /**
   * Works jobs until none can be taken or `deadline` passes, at most `parallel` at a time.
   * @returns how many were done
   * @throws the first failure of a job, which is marked failed; the other lanes go on to their end first
   */
  drain(work: Work, options: Drain): Promise<number>;
  /** Ends the runs whose process died, so that their integration may run again. */
  supervise(): Promise<void>;
  waiting(): Promise<number>;
};

const touchEveryMs = (queueOptions.heartbeatSeconds * 1000) / 3;

/** Takes one job and works it; false where none can be taken. */
async function workOne(instance: PgBoss, work: Work): Promise<boolean> {
  const [job] = await instance.fetch<SyncJob>(syncQueue);
  if (!job) return false;
  const touch = setInterval(() => void instance.touch(syncQueue, job.id).catch(() => {}), touchEveryMs);
  try {
    await work(job.data);
    await instance.complete(syncQueue, job.id);
  } catch (error) {
    await instance.fail(syncQueue, job.id, { message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    clearInterval(touch);
  }
  return true;
}

async function drain(instance: PgBoss, work: Work, { deadline, parallel, meanwhile }: Drain): Promise<number> {
  let done = 0;
  let busy = 0;
  let look: Promise<void> | null = null;
  const counted = async (job: SyncJob) => {
    busy += 1;
    await work(job).finally(() => {
      busy -= 1;
    });
  };
  const lane = async () => {
    while (!deadline()) {
      if (await workOne(instance, counted)) done += 1;
      else if (!meanwhile || busy === 0) return;
      else {
        // One look for all lanes that have nothing to do.
        look ??= meanwhile().finally(() => {
          look = null;
        });
        await look;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: parallel }, lane));
  const broken = lanes.find((result) => result.status === "rejected");
  if (broken?.status === "rejected") throw broken.reason;
  return done;
}

export async function openJobs(sql: Sql): Promise<Jobs> {
  const instance = boss(sql, false);
  await instance.start();
  return {
    send: async (job) => {
      await instance.send(syncQueue, job, { singletonKey: job.integrationId });
    },
    drain: (work, options) => drain(instance, work, options),
    supervise: () => instance.supervise(syncQueue),
    waiting: async () => {
      const [row] =
        await sql`select count(*)::int as n from pgboss.job where name = ${syncQueue} and state in ('created', 'active')`;
      return row?.n ?? 0;
    },
  };
}
