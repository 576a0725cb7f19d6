import { and, asc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { failureNotes, users } from "@/lib/db/schema";

export type NoteView = {
  assignee: { id: string; name: string } | null;
  comment: string;
  dueAt: Iso | null;
  updatedAt: Iso;
  updatedBy: string;
};

/** Somebody a failure of a seller may be given to: the seller's own people and, for staff, staff. */
export type Person = { id: string; name: string; sellerId: string | null };

/** What notes are kept under for an order; `causeKey` says it for a cause. */
export const orderSubject = (orderId: string): string => `order ${orderId}`;

const keyOf = (sellerId: string, subject: string) => `${sellerId} ${subject}`;

/** The notes of the given subjects, by seller and subject as `noteOf` asks for them. */
export async function readFailureNotes(db: Db, subjects: string[]): Promise<Map<string, NoteView>> {
  if (subjects.length === 0) return new Map();
  const rows = await db
    .select({ note: failureNotes, assignee: { id: users.id, name: users.name } })
    .from(failureNotes)
    .leftJoin(users, eq(users.id, failureNotes.assigneeId))
    .where(inArray(failureNotes.subject, subjects));
  return new Map(
    rows.map(({ note, assignee }) => [
      keyOf(note.sellerId, note.subject),
      {
        assignee,
        comment: note.comment,
        dueAt: iso(note.dueAt),
        updatedAt: iso(note.updatedAt),
        updatedBy: note.updatedBy,
      },
    ]),
  );
}

export function noteOf(notes: Map<string, NoteView>, sellerId: string, subject: string): NoteView | null {
  return notes.get(keyOf(sellerId, subject)) ?? null;
}

/** Who can be given failures: for a seller's own reader (`sellerId`) that seller's people, for staff everybody. */
export async function readPeople(db: Db, sellerId: string | null): Promise<Person[]> {
  const ofSeller = sellerId ? eq(users.sellerId, sellerId) : undefined;
  return db
    .select({ id: users.id, name: users.name, sellerId: users.sellerId })
    .from(users)
    .where(and(isNull(users.disabledAt), ofSeller))
    .orderBy(asc(users.name));
}

/** Whether a person may be given a failure of this seller. */
export async function mayBeAssigned(db: Db, sellerId: string, userId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(eq(users.id, userId), isNull(users.disabledAt), or(eq(users.sellerId, sellerId), isNull(users.sellerId))),
    );
  return row !== undefined;
}
