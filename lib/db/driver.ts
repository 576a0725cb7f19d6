import postgres, { type Sql } from "postgres";

type Rows = unknown[];
/** A statement of Drizzle's, to be sent down a connection. */
export type Statement = (connection: Sql) => PromiseLike<Rows>;
export type Work<T = unknown> = (transaction: Sql) => Promise<T>;
type Ways = { one(statement: Statement): Promise<Rows>; begin?(work: Work): Promise<unknown> };

/** The driver as Drizzle uses it, with other ways to run a statement and a transaction. */
export function driverOf(client: Sql, { one, begin }: Ways): Sql {
  const unsafe = (query: string, params: never[] = []) => {
    const checked = async (statement: Statement) => {
      if (!canBeSent(params))
        throw new RangeError(`a value is undefined, or ${params.length} are more than a statement takes`);
      return one(statement);
    };
    return {
      // biome-ignore lint/suspicious/noThenProperty: like the driver's own, a statement is sent when it is awaited
      then: (...answer: Parameters<Promise<Rows>["then"]>) => checked((on) => on.unsafe(query, params)).then(...answer),
      values: () => checked((on) => on.unsafe(query, params).values()),
    };
  };
  const ours: Record<string | symbol, unknown> = { unsafe, begin };
  return new Proxy(client, { get: (target, name) => ours[name] ?? Reflect.get(target, name) });
}

/** What the driver refuses only once it has a connection, whose other statements then never come to an end. */
const canBeSent = (params: unknown[]) => params.length < 65_534 && !params.includes(undefined);

/** The engine's own statements, which concern no seller or several. */
export const forEngine = (client: Sql): Sql =>
  driverOf(client, {
    one: (statement) => withDedicatedConnection(client, statement),
    begin: (work) => inTransaction(client, "", work),
  });

/**
 * Runs one statement on a connection of its own. The driver itself would send statements that are asked for at once down
 * one connection one behind the other, and a transaction pooler may then give their halves to two servers, so that an
 * answer never comes.
 */
export async function withDedicatedConnection(client: Sql, statement: Statement): Promise<Rows> {
  const connection = await client.reserve();
  try {
    const rows = await statement(connection);
    connection.release();
    return rows;
  } catch (error) {
    // A connection that is gone is not given back.
    if (isAnswer(error)) connection.release();
    throw error;
  }
}

/**
 * Runs `work` as a transaction that begins with `opening`, which goes out in one write with its first statement. Rejects
 * with what `work` threw, or with the failure of a statement that `work` caught: nothing is kept then, and nothing more is
 * sent. The driver's own `begin` ends the process when a connection breaks in the middle of a transaction, and may send
 * what was left of it to another connection, outside any transaction (porsager/postgres#1208, #1216).
 */
export async function inTransaction<T>(client: Sql, opening: string, work: Work<T>): Promise<T> {
  const connection = await client.reserve();
  let ended: { by: unknown } | null = null;
  let isLost = false;
  const watched = async (answer: PromiseLike<Rows>): Promise<Rows> => {
    try {
      return await answer;
    } catch (error) {
      ended ??= { by: error };
      isLost ||= !isAnswer(error);
      throw error;
    }
  };
  const one = async (statement: Statement) => {
    if (ended) throw ended.by;
    return watched(statement(connection));
  };
  try {
    const begun = watched(connection.unsafe(`begin; ${opening}`).execute());
    const [result] = await Promise.all([work(driverOf(connection, { one })), begun]);
    await one((on) => on.unsafe("commit"));
    ended = { by: new Error("the transaction is over") };
    connection.release();
    return result;
  } catch (error) {
    ended ??= { by: error };
    if (!isLost && (await connection.unsafe("rollback").then(() => true, isAnswer))) connection.release();
    throw error;
  }
}

/** Whether the server itself said so, and goes on. */
const isAnswer = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && !["FATAL", "PANIC"].includes(error.severity);
