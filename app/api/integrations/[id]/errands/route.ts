import { after } from "next/server";
import { z } from "zod";
import { HttpProblem, json, notFound, readBody, uuid, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { ownerOfIntegration } from "@/lib/db/connections/integration-list";
import { taskKinds } from "@/lib/domain/task";
import { webContext } from "@/lib/flows/engine/web-context";
import { runTask, startTask } from "@/lib/flows/schedule/run-task";

const body = z.strictObject({ kind: z.enum(taskKinds), days: z.number().int().min(1).max(366).optional() });

/** Begins the task and answers at once; the page re-reads how far it got. */
export const POST = withUser("POST /api/integrations/[id]/errands", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const integrationId = uuid(params.id);
  const sellerId = await ownerOfIntegration(ctx.db, accessScope(user).sellerId, integrationId);
  if (!sellerId) throw notFound();
  const errand = { integrationId, sellerId, ...(await readBody(request, body)) };
  const id = await startTask(ctx, errand);
  if (!id) throw new HttpProblem(409, "Another one is under way");
  after(() => runTask(ctx, id, errand));
  return json({ ok: true }, 202);
});
