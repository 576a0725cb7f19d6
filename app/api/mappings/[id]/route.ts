import { z } from "zod";
import { openFor } from "@/app/api/mappings/[id]/open";
import { HttpProblem, json, readBody, refuse, withUser } from "@/lib/auth/guard";
import { mappingKinds } from "@/lib/domain/mappings/rule";
import { discardDraft } from "@/lib/flows/mappings/discard-draft";
import { publishMapping } from "@/lib/flows/mappings/publish-mapping";
import { rebaseDraft } from "@/lib/flows/mappings/rebase-draft";
import { rollBackMapping } from "@/lib/flows/mappings/roll-back-mapping";
import { saveDraft } from "@/lib/flows/mappings/save-draft";

const revision = z.number().int().min(0);
const version = z.number().int().min(1);
const note = z.string().trim().max(500).default("");
const kind = z.enum(mappingKinds).default("sales-order");
const body = z.discriminatedUnion("do", [
  z.strictObject({ kind, do: z.literal("save"), revision, basedOn: version, content: z.unknown() }),
  z.strictObject({ kind, do: z.literal("carry"), revision, onto: version }),
  z.strictObject({ kind, do: z.literal("discard"), revision }),
  z.strictObject({ kind, do: z.literal("publish"), revision, note }),
  z.strictObject({ kind, do: z.literal("roll-back"), version, note }),
]);

export const POST = withUser("POST /api/mappings/[id]", async ({ request, user, params }) => {
  const { ctx, integration, sellerId } = await openFor(user, params.id);
  const asked = await readBody(request, body);
  const key = { integrationId: integration.row.id, kind: asked.kind };
  const moved = new HttpProblem(409, "Somebody else saved this draft or published a version meanwhile");
  switch (asked.do) {
    case "save": {
      const { do: _, kind: __, ...draft } = asked;
      const saved = await saveDraft(ctx, { ...key, sellerId, ...draft });
      refuse(saved.problems);
      if (!saved.draft) throw moved;
      return json({ revision: saved.draft.revision, content: saved.draft.content });
    }
    case "carry": {
      const carried = await rebaseDraft(ctx, { ...key, sellerId, revision: asked.revision, onto: asked.onto });
      if (!carried) throw moved;
      return json({ revision: carried.draft.revision, both: carried.both });
    }
    case "discard":
      if (!(await discardDraft(ctx, { ...key, sellerId, revision: asked.revision }))) throw moved;
      return json({ ok: true });
    case "publish": {
      const { version, ...why } = await publishMapping(ctx, integration, {
        ...key,
        sellerId,
        revision: asked.revision,
        note: asked.note,
      });
      return json({ version: version?.version ?? null, ...why });
    }
    case "roll-back": {
      const version = await rollBackMapping(ctx, { ...key, sellerId, version: asked.version, note: asked.note });
      if (!version) throw new HttpProblem(404, "There is no such version");
      return json({ version: version.version });
    }
  }
});
