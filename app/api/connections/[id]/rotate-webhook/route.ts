import { z } from "zod";
import { json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfConnection } from "@/lib/db/connections/connection-list";
import { rotateWebhookToken } from "@/lib/flows/connections/rotate-webhook-token";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({ overlapHours: z.number().int().min(0).max(720) });

export const POST = withUser("POST /api/connections/[id]/rotate-webhook", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const connectionId = uuid(params.id);
  const sellerId = await ownerOfConnection(ctx.db, accessScope(user).sellerId, connectionId);
  const input = await readBody(request, body);
  if (!sellerId || !(await rotateWebhookToken(ctx, { sellerId, connectionId, ...input }))) throw notFound();
  return json({ ok: true });
});
