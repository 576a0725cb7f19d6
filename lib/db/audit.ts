import type { Queries } from "@/lib/db/client";
import { audit } from "@/lib/db/schema";

export type Change = {
  sellerId: string | null;
  actor: string;
  action: string;
  subject: string;
  before?: unknown;
  after?: unknown;
};

/** Puts a change on record; called inside the transaction that makes it. Secrets are passed as "changed". */
export async function record(db: Queries, change: Change): Promise<void> {
  await db.insert(audit).values({ ...change, before: change.before ?? null, after: change.after ?? null });
}
