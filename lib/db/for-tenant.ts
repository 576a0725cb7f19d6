import type { Sql } from "postgres";
import { driverOf, inTransaction, type Statement, type Work, withDedicatedConnection } from "@/lib/db/driver";
import { tenantRole, tenantSetting } from "@/lib/db/row-level-security";

const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The driver with each transaction begun as the tenant's role with the seller's id, and each statement that stands alone
 * in such a transaction. Both are local to it, so that a pooler may stand in between and nothing is left on the connection.
 */
export function forTenant(client: Sql, sellerId: string, rlsEnabled: () => Promise<boolean>): Sql {
  if (!isUuid.test(sellerId)) throw new Error("a seller's id is a uuid");
  const takeRole = `select set_config('role', '${tenantRole}', true), set_config('${tenantSetting}', '${sellerId}', true)`;
  const one = async (statement: Statement) =>
    (await rlsEnabled())
      ? inTransaction(client, takeRole, async (transaction) => statement(transaction))
      : withDedicatedConnection(client, statement);
  const begin = async (work: Work) => inTransaction(client, (await rlsEnabled()) ? takeRole : "", work);
  return driverOf(client, { one, begin });
}
