import type { Sql } from "postgres";
import { type Asked, alone, driverOf, type Statement, type Work } from "@/lib/db/driver";
import { tenantRole, tenantSetting } from "@/lib/db/row-level-security";

const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The driver with each statement and each transaction begun as the tenant's role with the seller's id. Both are local to
 * the transaction, so that a pooler may stand in between and nothing is left on the connection. A single statement goes
 * out in one write with its beginning, its role and its commit: one turn, not six.
 */
export function asSeller(client: Sql, sellerId: string, wallStands: () => Promise<boolean>): Sql {
  if (!isUuid.test(sellerId)) throw new Error("a seller's id is a uuid");
  const takeRole = `set local role ${tenantRole}; set local ${tenantSetting} = '${sellerId}'`;
  const one = async (asked: Asked) => alone(client, asked, (await wallStands()) ? `begin; ${takeRole}` : undefined);
  const begin = (work: Work) =>
    client.begin(async (sql) => {
      // Goes out with the first statement of the work; when it fails, so does the transaction.
      if (await wallStands()) void (sql.unsafe(takeRole) as unknown as Statement).execute();
      return work(sql);
    });
  return driverOf(client, one, begin);
}
