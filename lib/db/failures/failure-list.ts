import { inArray, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type NoteView, noteOf, type Person, readFailureNotes, readPeople } from "@/lib/db/failures/failure-notes";
import { type Failure, readFailures } from "@/lib/db/failures/failures";
import { type Iso, iso } from "@/lib/db/iso";
import { orders } from "@/lib/db/schema";
import { causeKey } from "@/lib/domain/orders/cause";
import { buyerWords } from "@/lib/domain/privacy/buyer";
import { type BuyerVisibility, canSeeBuyers, mask, withoutWords } from "@/lib/domain/privacy/buyer-visibility";
import type { Problem } from "@/lib/domain/problem";

export type FailureView = Failure & { key: string; note: NoteView | null };

/** The last whole reading of an integration went wrong in part, such as an order that could not be read. */
type FailedRun = { integrationId: string; slug: string; seller: string; at: Iso; problem: Problem };

export type FailureList = { now: Iso; failures: FailureView[]; runs: FailedRun[]; people: Person[] };

/** The failures of one seller, or of all, with what people noted of them and who may be asked to look after one. */
export async function readFailureList(
  db: Db,
  scope: { sellerId: string | null; assignableOf: string | null; visibility: BuyerVisibility },
  now: Date,
): Promise<FailureList> {
  const [failures, runs, people] = await Promise.all([
    readFailures(db, scope.sellerId),
    readFailedRuns(db, scope.sellerId),
    readPeople(db, scope.assignableOf),
  ]);
  const notes = await readFailureNotes(
    db,
    failures.map(({ code, params }) => causeKey(code, params)),
  );
  const shown = await masked(
    db,
    failures.map((failure) => withNote(failure, notes)),
    scope.visibility,
  );
  return { now: iso(now), failures: shown, runs, people };
}

/**
 * What a system or a colleague said of a cause, without the buyers of its orders where they are not to be seen: the
 * problem shown is the first example's, so that its words are known. A note may name the buyer of any order, and is hidden
 * whole once there are more of them than examples.
 */
async function masked(db: Db, failures: FailureView[], visibility: BuyerVisibility): Promise<FailureView[]> {
  const unseen = failures.filter(({ sellerId }) => !canSeeBuyers(visibility, sellerId));
  const words = await wordsOfBuyers(
    db,
    unseen.flatMap(({ examples }) => examples.map(({ id }) => id)),
  );
  return failures.map((failure) => {
    if (!unseen.includes(failure)) return failure;
    const { key, params, problem, note, examples } = failure;
    const own = examples.flatMap(({ id }) => words.get(id) ?? []);
    const written = withoutWords({ key, params, problem, note }, own);
    const hidden = note?.comment && (failure.orders > examples.length || failure.pause !== null);
    return { ...failure, ...written, note: hidden ? { ...note, comment: mask } : written.note };
  });
}

async function wordsOfBuyers(db: Db, orderIds: string[]): Promise<Map<string, string[]>> {
  if (orderIds.length === 0) return new Map();
  const found = await db
    .select({ id: orders.id, data: orders.data, answers: orders.parcelAnswers })
    .from(orders)
    .where(inArray(orders.id, orderIds));
  return new Map(found.map(({ id, data, answers }) => [id, buyerWords(data, answers ?? {})]));
}

/** A refused or full account is left out: its connection is paused and shown as such. */
async function readFailedRuns(db: Db, sellerId: string | null): Promise<FailedRun[]> {
  const rows = await db.execute<Omit<FailedRun, "at"> & { at: Date | string }>(sql`
    select i.id as "integrationId", i.slug, n.name as seller, r.finished_at as at, r.problem
    from integrations i join sellers n on n.id = i.seller_id
      cross join lateral (select finished_at, problem from runs where integration_id = i.id and trigger = 'heartbeat'
        and finished_at is not null order by started_at desc limit 1) r
    where i.enabled and r.problem is not null and r.problem ->> 'kind' not in ('auth', 'limited')
      ${sellerId ? sql`and i.seller_id = ${sellerId}` : sql``}
    order by r.finished_at`);
  return rows.map((row) => ({ ...row, at: iso(new Date(row.at)) }));
}

/** A note written before the first of today's failures belongs to an earlier occurrence of the same cause. */
function withNote(failure: Failure, notes: Map<string, NoteView>): FailureView {
  const key = causeKey(failure.code, failure.params);
  const note = noteOf(notes, failure.sellerId, key);
  return { ...failure, key, note: note && note.updatedAt >= failure.since ? note : null };
}
