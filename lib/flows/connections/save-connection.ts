import { and, eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { encrypt } from "@/lib/db/encryption";
import { connections } from "@/lib/db/schema";
import type { FieldProblem } from "@/lib/flows/connections/save-settings";
import { validateConnection } from "@/lib/flows/connections/validate-connection";
import type { FlowContext } from "@/lib/flows/engine/context";

type Input = { sellerId: string; connectionId: string; settings?: unknown; credentials?: unknown };

/**
 * Saves a connection's settings, its credentials or both. Credentials go in and never come out; new ones end a pause,
 * because the refusal belonged to the old ones.
 */
export async function saveConnection(ctx: FlowContext, input: Input): Promise<{ problems: FieldProblem[] }> {
  return ctx.db.transaction(async (tx) => {
    const mine = and(eq(connections.id, input.connectionId), eq(connections.sellerId, input.sellerId));
    const [before] = await tx.select().from(connections).where(mine).for("update");
    const parts = before ? validateConnection(before.connector, input) : null;
    if (!before || !parts) return { problems: [{ path: "connectionId", message: "is not known" }] };
    const { settings, credentials, problems } = parts;
    if (problems.length > 0) return { problems };
    await tx
      .update(connections)
      .set({
        ...(settings ? { settings } : {}),
        ...(credentials ? { credentials: encrypt(JSON.stringify(credentials), before.id) } : {}),
        pauseProblem: null,
        pausedUntil: null,
        updatedAt: ctx.now(),
      })
      .where(mine);
    await writeAudit(tx, {
      sellerId: input.sellerId,
      actor: ctx.actor,
      action: "connection.save",
      subject: before.slug,
      before: settings ? { settings: before.settings } : null,
      after: { ...(settings ? { settings } : {}), ...(credentials ? { credentials: "changed" } : {}) },
    });
    return { problems: [] };
  });
}
