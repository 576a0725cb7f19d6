import { and, eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { mayBeAssigned } from "@/lib/db/failures/failure-notes";
import { failureNotes, sellers } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

export type NoteInput = {
  sellerId: string;
  /** `causeKey` of a cause, or `orderSubject` of an order. */
  subject: string;
  assigneeId: string | null;
  comment: string;
  dueAt: Date | null;
};

/**
 * A person says who looks after a failure, until when, and what is known of it; an empty note is taken away. The last
 * one counts; that each was written is on record, its words are not. Twice is safe.
 * @returns false when the seller or the assignee does not exist for them
 */
export async function writeNote(ctx: FlowContext, { sellerId, subject, ...note }: NoteInput): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const [seller] = await tx.select({ id: sellers.id }).from(sellers).where(eq(sellers.id, sellerId));
    if (!seller || (note.assigneeId && !(await mayBeAssigned(tx, sellerId, note.assigneeId)))) return false;
    const mine = and(eq(failureNotes.sellerId, sellerId), eq(failureNotes.subject, subject));
    const [before] = await tx.select().from(failureNotes).where(mine).for("update");
    const isEmpty = !note.assigneeId && !note.comment && !note.dueAt;
    const values = { ...note, updatedAt: ctx.now(), updatedBy: ctx.actor };
    if (isEmpty) await tx.delete(failureNotes).where(mine);
    else
      await tx
        .insert(failureNotes)
        .values({ sellerId, subject, ...values })
        .onConflictDoUpdate({ target: [failureNotes.sellerId, failureNotes.subject], set: values });
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: "failure.note",
      subject,
      before: before && onRecord(before),
      after: isEmpty ? null : onRecord(note),
    });
    return true;
  });
}

/** A comment may name a buyer, and the record cannot be erased. */
const onRecord = ({ assigneeId, comment, dueAt }: Pick<NoteInput, "assigneeId" | "comment" | "dueAt">) => ({
  assigneeId,
  comment: comment ? "written" : "",
  dueAt,
});
