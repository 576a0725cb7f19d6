import { writeAudit } from "@/lib/db/audit";
import {
  type MappingDraft,
  type MappingKey,
  newestVersion,
  readDraft,
  readVersion,
  writeDraft,
} from "@/lib/db/mappings/mappings";
import { carryOver } from "@/lib/domain/mappings/change";
import type { FlowContext } from "@/lib/flows/engine/context";

type Carried = { draft: MappingDraft; both: string[] };

/**
 * Started by a person who has seen that version `onto` came into force after the draft was begun. Lays the draft's own
 * changes on it; rules the draft never touched are the new version's. Null when draft or version moved meanwhile.
 */
export async function rebaseDraft(
  ctx: FlowContext,
  { sellerId, revision, onto, ...key }: MappingKey & { sellerId: string; revision: number; onto: number },
): Promise<Carried | null> {
  return ctx.db.transaction(async (tx) => {
    const [newest, before] = [await newestVersion(tx, key, ctx.now()), await readDraft(tx, key)];
    const base = before && (await readVersion(tx, key, before.basedOn));
    if (!before || !base || before.revision !== revision || newest.version !== onto) return null;
    const { content, both } = carryOver(base.content, before.content, newest.content);
    const draft = await writeDraft(tx, key, revision, {
      content,
      basedOn: onto,
      author: ctx.actor,
      savedAt: ctx.now(),
    });
    if (!draft) return null;
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: "mapping.carry-over",
      subject: `${key.integrationId} ${key.kind}`,
      before: { revision, basedOn: before.basedOn },
      after: { revision: draft.revision, basedOn: onto, both },
    });
    return { draft, both };
  });
}
