import { z } from "zod";
import { json, readBody, withUser } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { webContext } from "@/lib/flows/engine/web-context";
import { bulkActions, orderActions } from "@/lib/flows/orders/bulk-actions";

const body = z.strictObject({
  action: z.enum(orderActions),
  ids: z.array(z.uuid()).min(1).max(200),
  note: z.string().max(500).optional(),
  preview: z.boolean(),
});

export const POST = withUser("POST /api/orders/act", async ({ request, user }) => {
  const asked = await readBody(request, body);
  return json(await bulkActions(webContext(user), { sellerId: accessScope(user).sellerId, ...asked }));
});
