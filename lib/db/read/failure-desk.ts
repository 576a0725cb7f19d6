import type { Queries } from "@/lib/db/client";
import { type NoteView, noteOf, type Person, readNotes, readPeople } from "@/lib/db/failure-notes";
import { type Failure, readFailures } from "@/lib/db/failures";
import { type Iso, iso } from "@/lib/db/read/iso";
import { causeKey } from "@/lib/domain/cause";

export type FailureView = Failure & { key: string; note: NoteView | null };

export type FailureDesk = { now: Iso; failures: FailureView[]; people: Person[] };

/** The failures of one seller, or of all, with what people noted of them and who may be asked to look after one. */
export async function readFailureDesk(
  db: Queries,
  scope: { sellerId: string | null; reach: string | null },
  now: Date,
): Promise<FailureDesk> {
  const [failures, people] = await Promise.all([readFailures(db, scope.sellerId), readPeople(db, scope.reach)]);
  const notes = await readNotes(
    db,
    failures.map(({ code, params }) => causeKey(code, params)),
  );
  return { now: iso(now), failures: failures.map((failure) => withNote(failure, notes)), people };
}

/** A note written before the first of today's failures speaks of an earlier episode of the same cause. */
function withNote(failure: Failure, notes: Map<string, NoteView>): FailureView {
  const key = causeKey(failure.code, failure.params);
  const note = noteOf(notes, failure.sellerId, key);
  return { ...failure, key, note: note && note.updatedAt >= failure.since ? note : null };
}
