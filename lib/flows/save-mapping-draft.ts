import { record } from "@/lib/db/audit";
import type { Db } from "@/lib/db/client";
import {
  deleteDraft,
  type MappingDraft,
  type MappingKey,
  newestVersion,
  readDraft,
  writeDraft,
} from "@/lib/db/mappings";
import { changesBetween } from "@/lib/domain/mapping/change";
import { mappingSchema } from "@/lib/domain/mapping/rule";
import type { FlowContext } from "@/lib/flows/context";

export type FieldProblem = { path: string; message: string };
type Input = MappingKey & { sellerId: string; revision: number; basedOn: number; content: unknown };
type Saved = { draft: MappingDraft | null; problems: FieldProblem[]; conflict: MappingDraft | null };

/**
 * Started by a person's save. Keeps the one draft of a mapping when it was read at `revision`; when somebody saved in
 * between, or published a version the person has not seen, nothing is written. Builds nothing: only publishing touches orders.
 */
export async function saveMappingDraft(
  ctx: FlowContext,
  { sellerId, revision, basedOn, content, ...key }: Input,
): Promise<Saved> {
  const mapping = mappingSchema.safeParse(content);
  if (!mapping.success) {
    const problems = mapping.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
    return { draft: null, problems, conflict: null };
  }
  return ctx.db.transaction(async (transaction) => {
    const tx = transaction as unknown as Db;
    const { version, content: published } = await newestVersion(tx, key, ctx.now());
    // A draft that took over a version unseen would undo it when it is published.
    if (basedOn !== version) return { draft: null, problems: [], conflict: await readDraft(tx, key) };
    const save = { content: mapping.data, basedOn, author: ctx.actor, savedAt: ctx.now() };
    const draft = await writeDraft(tx, key, revision, save);
    if (!draft) return { draft: null, problems: [], conflict: await readDraft(tx, key) };
    const changed = changesBetween(published, mapping.data).map(({ part, name }) => `${part} ${name}`);
    await record(tx, {
      sellerId,
      actor: ctx.actor,
      action: "mapping.draft",
      subject: `${key.integrationId} ${key.kind}`,
      after: { revision: draft.revision, changed },
    });
    return { draft, problems: [], conflict: null };
  });
}

/** Throws the draft away, as long as nobody saved it meanwhile. */
export async function discardMappingDraft(
  ctx: FlowContext,
  { sellerId, revision, ...key }: MappingKey & { sellerId: string; revision: number },
): Promise<boolean> {
  return ctx.db.transaction(async (transaction) => {
    const tx = transaction as unknown as Db;
    if (!(await deleteDraft(tx, key, revision))) return false;
    const subject = `${key.integrationId} ${key.kind}`;
    await record(tx, { sellerId, actor: ctx.actor, action: "mapping.discard", subject, before: { revision } });
    return true;
  });
}
