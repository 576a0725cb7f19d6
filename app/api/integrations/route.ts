import { z } from "zod";
import { json, notFound, readBody, refuse, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { createIntegration } from "@/lib/flows/connections/create-integration";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({
  channelId: z.uuid(),
  erpId: z.uuid(),
  orders: z.record(z.string(), z.unknown()),
});

export const POST = withUser("POST /api/integrations", async ({ request, user }) => {
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  if (!sellerId) throw notFound();
  const ctx = webContext(user);
  const { problems } = await createIntegration(ctx, { sellerId, ...(await readBody(request, body)) });
  refuse(problems);
  return json({ ok: true }, 201);
});
