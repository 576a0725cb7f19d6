import { writeAudit } from "@/lib/db/audit";
import {
  insertVersion,
  type MappingKey,
  type MappingVersion,
  newestVersion,
  readVersion,
} from "@/lib/db/mappings/mappings";
import { changesBetween } from "@/lib/domain/mappings/change";
import type { FlowContext } from "@/lib/flows/engine/context";

type Input = MappingKey & { sellerId: string; version: number; note: string };

/**
 * Started by a person. Publishes an older version again as the newest; nothing is rewritten, a draft stays and is based
 * on what it was. Twice is safe: what is in force already is not published again. Null when that version is unknown.
 * @throws Error when somebody published at the same moment
 */
export async function rollBackMapping(
  ctx: FlowContext,
  { sellerId, version, note, ...key }: Input,
): Promise<MappingVersion | null> {
  return ctx.db.transaction(async (tx) => {
    const [wanted, current] = [await readVersion(tx, key, version), await newestVersion(tx, key, ctx.now())];
    if (!wanted) return null;
    if (changesBetween(current.content, wanted.content).length === 0) return current;
    const next = { content: wanted.content, author: ctx.actor, note, publishedAt: ctx.now(), restores: version };
    const made = await insertVersion(tx, current, next);
    if (!made) throw new Error("somebody published at the same moment");
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: "mapping.roll-back",
      subject: `${key.integrationId} ${key.kind}`,
      before: { version: current.version },
      after: { version: made.version, restores: version },
    });
    return made;
  });
}
