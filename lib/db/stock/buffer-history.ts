import { and, desc, eq, inArray } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { audit, integrations } from "@/lib/db/schema";
import type { StockSettings } from "@/lib/domain/settings";
import { stableJson } from "@/lib/domain/stable-json";

/** One change of what is held back: who ended it and when, and what held until then. */
export type BufferChange = { id: string; until: Iso; actor: string; stock: StockSettings };

const readChanges = 500;

/** Newest first, what an integration's buffer, cap and rules were before each change; from the record of settings. */
export async function readBufferHistory(db: Db, integrationId: string, most = 20): Promise<BufferChange[]> {
  const rows = await db
    .select({ id: audit.id, at: audit.at, actor: audit.actor, before: audit.before, after: audit.after })
    .from(audit)
    .innerJoin(integrations, and(eq(integrations.sellerId, audit.sellerId), eq(integrations.slug, audit.subject)))
    .where(
      and(eq(integrations.id, integrationId), inArray(audit.action, ["integration.settings", "integration.update"])),
    )
    .orderBy(desc(audit.seq))
    .limit(readChanges);
  return rows
    .flatMap(({ id, at, actor, before, after }) => {
      const [old, fresh] = [stockOf(before), stockOf(after)];
      if (!old || !fresh || heldBack(old) === heldBack(fresh)) return [];
      return [{ id, until: iso(at), actor, stock: old }];
    })
    .slice(0, most);
}

const stockOf = (row: unknown): StockSettings | null =>
  (row as { settings?: { stock?: StockSettings } } | null)?.settings?.stock ?? null;

const heldBack = ({ buffer, cap, bufferRules }: StockSettings): string =>
  JSON.stringify(stableJson({ buffer, cap: cap ?? null, rules: bufferRules ?? [] }));
