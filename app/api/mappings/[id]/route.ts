import { z } from "zod";
import { openFor } from "@/app/api/mappings/[id]/open";
import { HttpProblem, json, readBody, refuse, withUser } from "@/lib/auth/guard";
import { publishMapping } from "@/lib/flows/publish-mapping";
import { rollBackMapping } from "@/lib/flows/roll-back-mapping";
import { discardMappingDraft, saveMappingDraft } from "@/lib/flows/save-mapping-draft";

const revision = z.number().int().min(0);
const note = z.string().trim().max(500).default("");
const body = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("save"), revision, basedOn: z.number().int().min(1), content: z.unknown() }),
  z.strictObject({ do: z.literal("discard"), revision }),
  z.strictObject({ do: z.literal("publish"), revision, note }),
  z.strictObject({ do: z.literal("roll-back"), version: z.number().int().min(1), note }),
]);

export const POST = withUser("POST /api/mappings/[id]", async ({ request, user, params }) => {
  const { ctx, open, sellerId } = await openFor(user, params.id);
  const asked = await readBody(request, body);
  const key = { integrationId: open.row.id, kind: "sales-order" as const };
  const moved = new HttpProblem(409, "Somebody else saved this draft or published a version meanwhile");
  switch (asked.do) {
    case "save": {
      const { do: _, ...draft } = asked;
      const saved = await saveMappingDraft(ctx, { ...key, sellerId, ...draft });
      refuse(saved.problems);
      if (!saved.draft) throw moved;
      return json({ revision: saved.draft.revision });
    }
    case "discard":
      if (!(await discardMappingDraft(ctx, { ...key, sellerId, revision: asked.revision }))) throw moved;
      return json({ ok: true });
    case "publish": {
      const { version, ...why } = await publishMapping(ctx, open, {
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
