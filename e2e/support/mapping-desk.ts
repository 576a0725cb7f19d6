import { type MappingKey, newestVersion, readDraft } from "@/lib/db/mappings/mappings";
import { type Mapping, mappingSchema, type Rule } from "@/lib/domain/mappings/rule";
import { type OpenIntegration, openIntegration } from "@/lib/flows/engine/open-integration";
import { discardDraft } from "@/lib/flows/mappings/discard-draft";
import { publishMapping } from "@/lib/flows/mappings/publish-mapping";
import { rollBackMapping } from "@/lib/flows/mappings/roll-back-mapping";
import { saveDraft } from "@/lib/flows/mappings/save-draft";
import type { Harness } from "./harness";

/** A seller admin at the mapping page of the harness's integration. */
export function mappingDesk(harness: Harness) {
  const key: MappingKey = { integrationId: harness.integrationId, kind: "sales-order" };
  const ctx = { ...harness.ctx, actor: "admin@carpatic.example" };
  const open = async (): Promise<OpenIntegration> => {
    const opened = await openIntegration(ctx, harness.integrationId);
    if (!opened) throw new Error("no integration");
    return opened;
  };
  const mine = async () => ({ ...key, sellerId: (await open()).row.sellerId });
  const newest = () => newestVersion(ctx.db, key, ctx.now());
  const draft = () => readDraft(ctx.db, key);
  return {
    ctx,
    key,
    open,
    mine,
    newest,
    draft,
    /** The version in force with one rule put in or exchanged. */
    withRule: async (rule: Rule, more: Partial<Mapping> = {}): Promise<Mapping> => {
      const { content } = await newest();
      const others = content.rules.filter(({ target }) => target !== rule.target);
      return mappingSchema.parse({ ...content, ...more, rules: [...others, rule] });
    },
    save: async (content: unknown) => {
      const held = await draft();
      const from = { revision: held?.revision ?? 0, basedOn: held?.basedOn ?? (await newest()).version };
      return saveDraft(ctx, { ...(await mine()), ...from, content });
    },
    publish: async (note = "") =>
      publishMapping(ctx, await open(), { ...(await mine()), revision: (await draft())?.revision ?? 0, note }),
    discard: async () => discardDraft(ctx, { ...(await mine()), revision: (await draft())?.revision ?? 0 }),
    rollBack: async (version: number) => rollBackMapping(ctx, { ...(await mine()), version, note: "" }),
  };
}

export const described = (text: string): Rule => ({
  target: "description",
  source: { from: "template", text },
  transforms: [],
});
