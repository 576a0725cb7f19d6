import { z } from "zod";
import { offerChanges } from "@/app/api/integrations/[id]/stock/changes";
import { ownerIn } from "@/app/api/integrations/[id]/stock/owner";
import { json, readBody, withUser } from "@/lib/auth/guard";
import { webContext } from "@/lib/flows/engine/web-context";
import { changeOffers } from "@/lib/flows/stock/change-offers";

const body = z.strictObject({ changes: offerChanges });

export const PATCH = withUser("PATCH /api/integrations/[id]/stock/offers", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const owner = await ownerIn(ctx, user, params);
  return json({ changed: await changeOffers(ctx, { ...owner, ...(await readBody(request, body)) }) });
});
