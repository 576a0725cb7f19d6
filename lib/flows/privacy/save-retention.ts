import { eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { sellers } from "@/lib/db/schema";
import { retentionOf, retentionSchema } from "@/lib/domain/privacy/retention";
import type { FieldProblem } from "@/lib/flows/connections/save-settings";
import type { FlowContext } from "@/lib/flows/engine/context";

/** Saves how many days a seller keeps each kind of data; the next round goes by it. @returns what is wrong with it */
export async function saveRetention(
  ctx: FlowContext,
  { sellerId, terms }: { sellerId: string; terms: unknown },
): Promise<FieldProblem[]> {
  const parsed = retentionSchema.safeParse(terms);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(sellers).where(eq(sellers.id, sellerId)).for("update");
    if (!before) return;
    await tx.update(sellers).set({ retention: parsed.data }).where(eq(sellers.id, sellerId));
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: "retention.save",
      subject: before.slug,
      before: retentionOf(before.retention),
      after: parsed.data,
    });
  });
  return [];
}
