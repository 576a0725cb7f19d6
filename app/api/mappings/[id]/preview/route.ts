import { z } from "zod";
import { openFor } from "@/app/api/mappings/[id]/open";
import { requireBuyerAccess } from "@/lib/auth/buyer-access";
import { json, readBody, withUser } from "@/lib/auth/guard";
import { mappingKinds, mappingSchema } from "@/lib/domain/mappings/rule";
import { checkMapping } from "@/lib/flows/mappings/check-mapping";
import { previewMapping } from "@/lib/flows/mappings/preview-mapping";

const body = z.strictObject({
  kind: z.enum(mappingKinds).default("sales-order"),
  content: mappingSchema,
  last: z.number().int().min(1).max(200).default(50),
  orderId: z.uuid().optional(),
});

/**
 * What a mapping makes of real orders; its values may hold the buyer anywhere, so it is refused to somebody whose
 * buyers are masked.
 */
export const POST = withUser("POST /api/mappings/[id]/preview", async ({ request, user, params }) => {
  const { ctx, integration, sellerId } = await openFor(user, params.id);
  const { kind, content, last, orderId } = await readBody(request, body);
  await requireBuyerAccess(user, sellerId);
  const [check, preview] = await Promise.all([
    checkMapping(ctx, integration, { kind, mapping: content, live: true }),
    previewMapping(ctx, integration, { kind, mapping: content, last, orderId }),
  ]);
  return json({ check, preview });
});
