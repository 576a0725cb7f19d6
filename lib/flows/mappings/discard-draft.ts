import { writeAudit } from "@/lib/db/audit";
import { deleteDraft, type MappingKey } from "@/lib/db/mappings/mappings";
import type { FlowContext } from "@/lib/flows/engine/context";

/** Throws the draft away, as long as nobody saved it meanwhile. */
export async function discardDraft(
  ctx: FlowContext,
  { sellerId, revision, ...key }: MappingKey & { sellerId: string; revision: number },
): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    if (!(await deleteDraft(tx, key, revision))) return false;
    const subject = `${key.integrationId} ${key.kind}`;
    await writeAudit(tx, { sellerId, actor: ctx.actor, action: "mapping.discard", subject, before: { revision } });
    return true;
  });
}
