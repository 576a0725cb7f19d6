import { z } from "zod";
import { openFor } from "@/app/api/mappings/[id]/open";
import { json, readBody, withUser } from "@/lib/auth/guard";
import { mappingSchema } from "@/lib/domain/mapping/rule";
import { checkMapping } from "@/lib/flows/check-mapping";
import { previewMapping } from "@/lib/flows/preview-mapping";

const body = z.strictObject({
  content: mappingSchema,
  last: z.number().int().min(1).max(200).default(50),
  orderId: z.uuid().optional(),
});

export const POST = withUser("POST /api/mappings/[id]/preview", async ({ request, user, params }) => {
  const { ctx, open } = await openFor(user, params.id);
  const { content, last, orderId } = await readBody(request, body);
  const [check, preview] = await Promise.all([
    checkMapping(ctx, open, { mapping: content, live: true }),
    previewMapping(ctx, open, { mapping: content, last, orderId }),
  ]);
  return json({ check, preview });
});
