"use client";

import { Note } from "@/components/failures/note";
import type { FailureView } from "@/lib/db/failures/failure-list";
import type { Person } from "@/lib/db/failures/failure-notes";

type Props = { failure: FailureView; now: string; people: Person[]; mayWrite: boolean };

/** The note of a cause, offered to those who may be asked about that seller. */
export function CauseNote({ failure, now, people, mayWrite }: Props) {
  const { sellerId, code, params, note } = failure;
  return (
    <div className="border-line border-t px-4 py-2.5">
      <Note
        about={{ sellerId, code, params }}
        note={note}
        now={now}
        people={people.filter((person) => person.sellerId === null || person.sellerId === sellerId)}
        mayWrite={mayWrite}
      />
    </div>
  );
}
