import { writeAudit } from "@/lib/db/audit";
import {
  deleteDraft,
  insertVersion,
  type MappingKey,
  type MappingVersion,
  newestVersion,
  readDraft,
} from "@/lib/db/mappings/mappings";
import type { MappingCheck, MappingPreview, Unpublished } from "@/lib/domain/documents/mapping-preview";
import type { FlowContext } from "@/lib/flows/engine/context";
import type { OpenIntegration } from "@/lib/flows/engine/open-integration";
import { checkMapping } from "@/lib/flows/mappings/check-mapping";
import { previewMapping } from "@/lib/flows/mappings/preview-mapping";

const previewedOrders = 50;

type Input = MappingKey & { sellerId: string; revision: number; note: string };
type Published =
  | { version: MappingVersion; refused: null }
  | { version: null; refused: Unpublished; check?: MappingCheck; preview?: MappingPreview };

/**
 * Started by a person. Makes the draft the next version for orders that begin from now on, after the checks and a run
 * over the last 50 orders; what would break an order is refused, what changes one needs a note. Twice is safe: the
 * second finds no draft. Stops at the version's row.
 * @throws Error when somebody saved or published at the same moment; nothing is published then
 */
export async function publishMapping(ctx: FlowContext, integration: OpenIntegration, input: Input): Promise<Published> {
  const { sellerId, revision, ...rest } = input;
  const key: MappingKey = { integrationId: rest.integrationId, kind: rest.kind };
  const note = rest.note.trim();
  const draft = await readDraft(ctx.db, key);
  const before = await newestVersion(ctx.db, key, ctx.now());
  if (!draft || draft.revision !== revision || draft.basedOn !== before.version)
    return { version: null, refused: "draft-moved" };
  const check = await checkMapping(ctx, integration, { kind: key.kind, mapping: draft.content, live: true });
  if (check.issues.some(({ level }) => level === "error")) return { version: null, refused: "issues", check };
  const preview = await previewMapping(ctx, integration, {
    kind: key.kind,
    mapping: draft.content,
    last: previewedOrders,
  });
  if (preview.blocking > 0) return { version: null, refused: "blocking", preview };
  if (preview.differing > 0 && note === "") return { version: null, refused: "note-missing", preview };
  return ctx.db.transaction(async (tx): Promise<Published> => {
    const next = { content: draft.content, author: ctx.actor, note, publishedAt: ctx.now() };
    const version = await insertVersion(tx, before, next);
    if (!version || !(await deleteDraft(tx, key, revision))) throw new Error("the draft moved while it was published");
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: "mapping.publish",
      subject: `${integration.row.slug} ${key.kind}`,
      before: { version: before.version },
      after: { version: version.version, note, changes: version.changes },
    });
    return { version, refused: null };
  });
}
