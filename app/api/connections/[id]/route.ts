import { z } from "zod";
import { json, notFound, readBody, refuse, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfConnection } from "@/lib/db/connections/connection-list";
import { saveConnection } from "@/lib/flows/connections/save-connection";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({
  settings: z.record(z.string(), z.unknown()).optional(),
  credentials: z.record(z.string(), z.unknown()).optional(),
});

export const PATCH = withUser("PATCH /api/connections/[id]", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const connectionId = uuid(params.id);
  const sellerId = await ownerOfConnection(ctx.db, accessScope(user).sellerId, connectionId);
  if (!sellerId) throw notFound();
  const { problems } = await saveConnection(ctx, { sellerId, connectionId, ...(await readBody(request, body)) });
  refuse(problems);
  return json({ ok: true });
});
