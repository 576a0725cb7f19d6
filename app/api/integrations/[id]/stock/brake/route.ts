import { z } from "zod";
import { ownerIn } from "@/app/api/integrations/[id]/stock/owner";
import { json, readBody, withUser } from "@/lib/auth/guard";
import { webContext } from "@/lib/flows/engine/web-context";
import { decideBrake } from "@/lib/flows/stock/decide-brake";

const body = z.strictObject({
  offerIds: z.union([z.literal("all"), z.array(z.uuid()).min(1).max(1000)]),
  decision: z.enum(["released", "rejected"]),
});

export const POST = withUser("POST /api/integrations/[id]/stock/brake", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const owner = await ownerIn(ctx, user, params);
  return json({ decided: await decideBrake(ctx, { ...owner, ...(await readBody(request, body)) }) });
});
