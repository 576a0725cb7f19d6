import type { Sql, TransactionSql } from "postgres";
import { tenantRole, tenantSetting } from "@/lib/db/tenant-wall";

const takeRole = `select set_config('role', '${tenantRole}', true), set_config('${tenantSetting}', $1, true)`;

type Rows = unknown[];
type Statement = PromiseLike<Rows> & { values(): Promise<Rows> };
type Work = (transaction: TransactionSql) => Promise<unknown>;

/**
 * What Drizzle needs of the driver, with each statement and each transaction begun as the tenant's role with the seller's
 * id. Both are local to the transaction, so that a pooler may stand in between and nothing is left on the connection.
 * The statement goes out together with the role's, which costs it no turn of its own.
 */
export function asSeller(client: Sql, sellerId: string, wallStands: () => Promise<boolean>): Sql {
  const one = async (query: string, params: never[], asArrays: boolean): Promise<Rows> => {
    const rowsOf = (sql: Sql | TransactionSql) => {
      const statement = sql.unsafe(query, params);
      return asArrays ? statement.values() : statement;
    };
    if (!(await wallStands())) return rowsOf(client);
    const found = await client.begin((sql) => Promise.all([sql.unsafe(takeRole, [sellerId]), rowsOf(sql)]));
    return found[1];
  };
  const unsafe = (query: string, params: never[] = []): Statement => ({
    // biome-ignore lint/suspicious/noThenProperty: like the driver's own, a statement is sent when it is awaited
    then: (resolve, reject) => one(query, params, false).then(resolve, reject),
    values: () => one(query, params, true),
  });
  const begin = (work: Work) =>
    client.begin(async (sql) => {
      if (await wallStands()) await sql.unsafe(takeRole, [sellerId]);
      return work(sql);
    });
  return { options: client.options, unsafe, begin } as unknown as Sql;
}
