import { eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { integrations } from "@/lib/db/schema";
import type { IntegrationSettings } from "@/lib/domain/settings";

/** An integration's settings as they are now. @throws Error when it is gone */
export async function integrationSettings(db: Db, integrationId: string): Promise<IntegrationSettings> {
  const [row] = await db
    .select({ settings: integrations.settings })
    .from(integrations)
    .where(eq(integrations.id, integrationId));
  if (!row) throw new Error(`integration ${integrationId} vanished`);
  return row.settings;
}
