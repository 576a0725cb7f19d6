import { z } from "zod";
import { HttpProblem, json, notFound, readBody, refuse, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfIntegration } from "@/lib/db/connections/integration-list";
import { saveSettings } from "@/lib/flows/connections/save-settings";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({
  enabled: z.boolean().optional(),
  heartbeatMinutes: z.number().int().min(1).max(1440).optional(),
  settings: z.record(z.string(), z.unknown()),
  /** The one the form was filled in from: 409 when somebody saved another meanwhile. */
  revision: z.number().int().min(1).optional(),
});

export const PATCH = withUser("PATCH /api/integrations/[id]", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const integrationId = uuid(params.id);
  const sellerId = await ownerOfIntegration(ctx.db, accessScope(user).sellerId, integrationId);
  if (!sellerId) throw notFound();
  const { problems, stale } = await saveSettings(ctx, { sellerId, integrationId, ...(await readBody(request, body)) });
  if (stale)
    throw new HttpProblem(409, "Somebody else saved these settings meanwhile: look at theirs, then save again");
  refuse(problems);
  return json({ ok: true });
});
