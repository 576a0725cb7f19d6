import { and, count, eq, gt, inArray, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { signInFailures } from "@/lib/db/schema";

const limits = { account: 10, address: 50 };

/**
 * Runs a check of a secret and counts it as a failure unless it answers something. Past 10 failures of an account or 50
 * of an address within 15 minutes it is not run. Counted before it runs, so that parallel guesses count too.
 */
export async function throttled<T>(
  db: Db,
  whose: { email: string; address: string },
  check: () => Promise<T | null>,
): Promise<T | "wrong" | "too-many"> {
  const account = `account:${whose.email}`;
  const address = `address:${whose.address}`;
  const counted = await db
    .insert(signInFailures)
    .values([{ subject: account }, { subject: address }])
    .returning({ id: signInFailures.id });
  const ids = counted.map((row) => row.id);
  const uncount = () => db.delete(signInFailures).where(inArray(signInFailures.id, ids));

  if ((await failures(db, account)) > limits.account || (await failures(db, address)) > limits.address) {
    await uncount();
    return "too-many";
  }
  const found = await check();
  if (found === null) return "wrong";
  await uncount();
  await db.delete(signInFailures).where(eq(signInFailures.subject, account));
  return found;
}

async function failures(db: Db, subject: string): Promise<number> {
  const recent = gt(signInFailures.at, sql`now() - interval '15 minutes'`);
  const [row] = await db
    .select({ n: count() })
    .from(signInFailures)
    .where(and(eq(signInFailures.subject, subject), recent));
  return row?.n ?? 0;
}
