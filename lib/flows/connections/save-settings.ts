import { and, eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { integrations } from "@/lib/db/schema";
import { heartbeatMinutes, type IntegrationSettings, integrationSettings } from "@/lib/domain/settings";
import type { FlowContext } from "@/lib/flows/engine/context";

export type FieldProblem = { path: string; message: string };

type Input = {
  sellerId: string;
  integrationId: string;
  enabled?: boolean;
  heartbeatMinutes?: number;
  settings: unknown;
  /** The revision the form was filled in from; without it whatever was saved last is replaced. */
  revision?: number;
};

/** `stale`: somebody else saved first; what they saved is given, and nothing was written. */
export type SavedSettings = { problems: FieldProblem[]; stale?: { revision: number; settings: IntegrationSettings } };

/** Saves an integration's settings after checking every field, and asks for a pass with them. Nothing is saved when one is wrong. */
export async function saveSettings(ctx: FlowContext, input: Input): Promise<SavedSettings> {
  const settings = integrationSettings.safeParse(input.settings);
  const heartbeat = heartbeatMinutes.safeParse(input.heartbeatMinutes ?? 5);
  const issues = [
    ...(settings.error?.issues ?? []),
    ...(heartbeat.error?.issues ?? []).map((issue) => ({ ...issue, path: ["heartbeatMinutes"] })),
  ];
  if (!settings.success || !heartbeat.success) {
    return { problems: issues.map(({ path, message }) => ({ path: path.map(String).join("."), message })) };
  }
  return ctx.db.transaction(async (tx): Promise<SavedSettings> => {
    const mine = and(eq(integrations.id, input.integrationId), eq(integrations.sellerId, input.sellerId));
    const [before] = await tx.select().from(integrations).where(mine).for("update");
    if (!before) return { problems: [{ path: "integrationId", message: "is not known" }] };
    if (input.revision !== undefined && input.revision !== before.settingsRevision)
      return { problems: [], stale: { revision: before.settingsRevision, settings: before.settings } };
    const now = ctx.now();
    const after = {
      enabled: input.enabled ?? before.enabled,
      heartbeatMinutes: input.heartbeatMinutes ?? before.heartbeatMinutes,
      settings: settings.data,
    };
    await tx
      .update(integrations)
      .set({
        ...after,
        heartbeatRequestedAt: now,
        stockRequestedAt: now,
        settingsRevision: before.settingsRevision + 1,
        projectedUpTo: "",
      })
      .where(mine);
    const { enabled, heartbeatMinutes: minutes, settings: old } = before;
    await writeAudit(tx, {
      sellerId: input.sellerId,
      actor: ctx.actor,
      action: "integration.settings",
      subject: before.slug,
      before: { enabled, heartbeatMinutes: minutes, settings: old },
      after,
    });
    return { problems: [] };
  });
}
