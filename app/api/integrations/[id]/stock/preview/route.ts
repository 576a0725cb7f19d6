import { z } from "zod";
import { offerChanges } from "@/app/api/integrations/[id]/stock/changes";
import { ownerIn } from "@/app/api/integrations/[id]/stock/owner";
import { json, readBody, withUser } from "@/lib/auth/guard";
import { stockSettings } from "@/lib/domain/settings";
import { webContext } from "@/lib/flows/engine/web-context";
import { previewStock } from "@/lib/flows/stock/preview-stock";

const { buffer, cap, bufferRules } = stockSettings.shape;
const body = z.strictObject({
  stock: z.strictObject({ buffer: buffer.unwrap(), cap, bufferRules }).optional(),
  changes: offerChanges.optional(),
});

/** What a change of rules or of offers' own buffers would do on the channel; nothing is saved. */
export const POST = withUser("POST /api/integrations/[id]/stock/preview", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const owner = await ownerIn(ctx, user, params);
  return json(await previewStock(ctx, { ...owner, ...(await readBody(request, body)) }));
});
