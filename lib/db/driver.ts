import postgres, { type Sql, type TransactionSql } from "postgres";

type Rows = unknown[];
/** A statement of the driver: sent when it is awaited, or told to. */
export type Statement = Promise<Rows> & { values(): Statement; execute(): unknown };
type Result = PromiseLike<Rows> & { values(): Promise<Rows> };
export type Asked = [query: string, params: unknown[], asArrays: boolean];
export type Work = (transaction: TransactionSql) => Promise<unknown>;

/** What Drizzle needs of the driver, by a way to run one statement and a way to run a transaction. */
export function driverOf(client: Sql, one: (asked: Asked) => Promise<Rows>, begin: (work: Work) => unknown): Sql {
  const unsafe = (query: string, params: unknown[] = []): Result => ({
    // biome-ignore lint/suspicious/noThenProperty: like the driver's own, a statement is sent when it is awaited
    then: (resolve, reject) => one([query, params, false]).then(resolve, reject),
    values: () => one([query, params, true]),
  });
  return { options: client.options, unsafe, begin } as unknown as Sql;
}

/** The engine's own statements, which concern no seller or several. */
export function asEngine(client: Sql): Sql {
  return driverOf(
    client,
    (asked) => alone(client, asked),
    (work) => client.begin(work),
  );
}

/** Without a parameter that only the server's word can put into its type, nothing need be asked before a statement is sent. */
const isPlain = (param: unknown) => param === null || ["string", "number", "boolean"].includes(typeof param);
const withoutAsking = { get: () => false, set: () => {} };

/**
 * Runs one statement on a connection of its own; with a `beginning` as a transaction, without waiting between its parts. The
 * driver itself would send statements that are asked for at once down one connection one behind the other, and a
 * transaction pooler may then give their halves to two servers, so that an answer never comes. Nor is it let ask for the
 * types of plain parameters first, a turn of its own; a driver that asks nonetheless is slower and not wrong.
 */
export async function alone(client: Sql, [query, params, asArrays]: Asked, beginning?: string): Promise<Rows> {
  const connection = await client.reserve();
  const plain = connection.unsafe(query, params as never[]) as unknown as Statement;
  const statement = asArrays ? plain.values() : plain;
  if (params.every(isPlain)) Object.defineProperty(statement, "describeFirst", withoutAsking);
  const ended = beginning === undefined ? statement : (connection.unsafe("commit") as unknown as Statement);
  let usable = true;
  try {
    if (beginning === undefined) return await statement;
    return (await Promise.all([connection.unsafe(beginning), statement, ended]))[1];
  } catch (error) {
    // The server answers a commit after a failure by rolling back; a connection that is gone is not given back.
    usable = isAnswer(error) && (await ended.then(() => true, isAnswer));
    throw error;
  } finally {
    if (usable) connection.release();
  }
}

/** Whether the server itself said so, and goes on. */
const isAnswer = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && !["FATAL", "PANIC"].includes(error.severity);
