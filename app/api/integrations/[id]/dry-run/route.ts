import { openFor } from "@/app/api/mappings/[id]/open";
import { json, withUser } from "@/lib/auth/guard";
import { dryRun } from "@/lib/flows/mappings/dry-run";

/** How many orders a person can look through. */
const last = 10;

export const POST = withUser("POST /api/integrations/[id]/dry-run", async ({ user, params }) => {
  const { ctx, integration } = await openFor(user, params.id);
  return json(await dryRun(ctx, integration, { last }).finally(() => integration.close()));
});
