import postgres, { type Sql, type TransactionSql } from "postgres";
import { tenantRole, tenantSetting } from "@/lib/db/tenant-wall";

type Rows = unknown[];
type Statement = Promise<Rows> & { values(): Statement; execute(): unknown };
type Result = PromiseLike<Rows> & { values(): Promise<Rows> };
type Asked = [query: string, params: unknown[], asArrays: boolean];
type Work = (transaction: TransactionSql) => Promise<unknown>;

const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * What Drizzle needs of the driver, with each statement and each transaction begun as the tenant's role with the seller's
 * id. Both are local to the transaction, so that a pooler may stand in between and nothing is left on the connection.
 * A single statement goes out in one write with its beginning, its role and its commit: one turn, not six.
 */
export function asSeller(client: Sql, sellerId: string, wallStands: () => Promise<boolean>): Sql {
  if (!isUuid.test(sellerId)) throw new Error("a seller's id is a uuid");
  const takeRole = `set local role ${tenantRole}; set local ${tenantSetting} = '${sellerId}'`;
  const one = async (query: string, params: unknown[], asArrays: boolean): Promise<Rows> => {
    if (await wallStands()) return alone(client, `begin; ${takeRole}`, [query, params, asArrays]);
    return rowsOf(client, query, params, asArrays);
  };
  const unsafe = (query: string, params: unknown[] = []): Result => ({
    // biome-ignore lint/suspicious/noThenProperty: like the driver's own, a statement is sent when it is awaited
    then: (resolve, reject) => one(query, params, false).then(resolve, reject),
    values: () => one(query, params, true),
  });
  const begin = (work: Work) =>
    client.begin(async (sql) => {
      // Goes out with the first statement of the work; when it fails, so does the transaction.
      if (await wallStands()) void (sql.unsafe(takeRole) as unknown as Statement).execute();
      return work(sql);
    });
  return { options: client.options, unsafe, begin } as unknown as Sql;
}

/** Without a parameter that only the server's word can put into its type, nothing need be asked before a statement is sent. */
const isPlain = (param: unknown) => param === null || ["string", "number", "boolean"].includes(typeof param);
const withoutAsking = { get: () => false, set: () => {} };

function rowsOf(sql: Sql, query: string, params: unknown[], asArrays: boolean): Statement {
  const statement = sql.unsafe(query, params as never[]) as unknown as Statement;
  return asArrays ? statement.values() : statement;
}

/**
 * Runs one statement as a transaction on a connection of its own, without waiting between its parts. The driver would
 * first ask for the types of the parameters, a turn of its own; a driver that asks nonetheless is slower and not wrong.
 */
async function alone(client: Sql, beginning: string, [query, params, asArrays]: Asked): Promise<Rows> {
  const connection = await client.reserve();
  const statement = rowsOf(connection, query, params, asArrays);
  if (params.every(isPlain)) Object.defineProperty(statement, "describeFirst", withoutAsking);
  const ended = connection.unsafe("commit");
  let usable = true;
  try {
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
