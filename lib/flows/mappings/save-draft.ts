import { writeAudit } from "@/lib/db/audit";
import { type MappingDraft, type MappingKey, readDraft, readVersion, writeDraft } from "@/lib/db/mappings/mappings";
import { changesBetween } from "@/lib/domain/mappings/change";
import { mappingSchema } from "@/lib/domain/mappings/rule";
import type { FlowContext } from "@/lib/flows/engine/context";

type FieldProblem = { path: string; message: string };
type Input = MappingKey & { sellerId: string; revision: number; basedOn: number; content: unknown };
type Saved = { draft: MappingDraft | null; problems: FieldProblem[]; conflict: MappingDraft | null };

/**
 * Started by a person's save. Keeps the one draft of a mapping, when it was read at `revision` and rests on the version
 * it was begun on; when somebody saved in between, nothing is written. Builds nothing: only publishing touches orders.
 */
export async function saveDraft(
  ctx: FlowContext,
  { sellerId, revision, basedOn, content, ...key }: Input,
): Promise<Saved> {
  const mapping = mappingSchema.safeParse(content);
  if (!mapping.success) {
    const problems = mapping.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
    return { draft: null, problems, conflict: null };
  }
  return ctx.db.transaction(async (tx) => {
    const before = await readDraft(tx, key);
    const base = await readVersion(tx, key, basedOn);
    // A draft keeps the version it was begun on: only a person's word carries it over to one that came meanwhile.
    if (!base || (before && before.basedOn !== basedOn)) return { draft: null, problems: [], conflict: before };
    const save = { content: mapping.data, basedOn, author: ctx.actor, savedAt: ctx.now() };
    const draft = await writeDraft(tx, key, revision, save);
    if (!draft) return { draft: null, problems: [], conflict: before };
    const changed = changesBetween(base.content, mapping.data).map(({ part, name }) => `${part} ${name}`);
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: "mapping.draft",
      subject: `${key.integrationId} ${key.kind}`,
      after: { revision: draft.revision, changed },
    });
    return { draft, problems: [], conflict: null };
  });
}
