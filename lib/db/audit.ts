import { createHash } from "node:crypto";
import { asc, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { audit, sellers } from "@/lib/db/schema";

export type Change = {
  sellerId: string | null;
  actor: string;
  action: string;
  subject: string;
  before?: unknown;
  after?: unknown;
};

/** Writes a change to the audit log; called inside the transaction that makes it. Secrets are passed as "changed". */
export async function writeAudit(db: Db, change: Change): Promise<void> {
  await db.insert(audit).values({ ...change, before: change.before ?? null, after: change.after ?? null });
}

/** One seller's chain (`seller` null: staff), or the first row at which it does not hold. */
export type Chain = { seller: string | null; rows: number; head: string; broken: { seq: number; why: string } | null };

/** What a row's hash is made of, repeated here so that a changed function in the database shows. */
const content: SQL<string> = sql`jsonb_build_array(audit.seq, audit.previous, audit.id, audit.seller_id, audit.actor,
  audit.action, audit.subject, audit.before, audit.after,
  to_char(audit.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))::text`;

const page = 1000;

/**
 * Recomputes every hash of the record, seller by seller. A changed, missing, added or re-ordered row breaks its chain
 * from there on; rows cut off at the end show by a head that is not the one noted before.
 */
export async function verifyAudit(db: Db): Promise<Chain[]> {
  const owners = await db.selectDistinct({ sellerId: audit.sellerId }).from(audit);
  const names = new Map((await db.select().from(sellers)).map(({ id, slug }) => [id, slug]));
  const chains: Chain[] = [];
  for (const { sellerId } of owners) {
    const seller = sellerId && (names.get(sellerId) ?? sellerId);
    chains.push({ seller, ...(await verifyChain(db, sellerId)) });
  }
  return chains;
}

async function verifyChain(db: Db, sellerId: string | null): Promise<Omit<Chain, "seller">> {
  let rows = 0;
  let head = "";
  for (;;) {
    const next = await db
      .select({ seq: audit.seq, previous: audit.previous, hash: audit.hash, content })
      .from(audit)
      .where(sql`${audit.sellerId} is not distinct from ${sellerId}::uuid and ${audit.seq} > ${rows}`)
      .orderBy(asc(audit.seq))
      .limit(page);
    for (const row of next) {
      const why = fault(row, rows + 1, head);
      if (why) return { rows, head, broken: { seq: row.seq, why } };
      rows = row.seq;
      head = row.hash;
    }
    if (next.length < page) return { rows, head, broken: null };
  }
}

type Entry = { seq: number; previous: string; hash: string; content: string };

function fault({ seq, previous, hash, content: text }: Entry, wanted: number, head: string): string | null {
  if (seq !== wanted) return `row ${wanted} is missing`;
  if (previous !== head) return "it does not follow the row before it";
  if (createHash("sha256").update(text).digest("hex") !== hash) return "its content was changed";
  return null;
}
