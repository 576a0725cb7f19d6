import { and, desc, eq, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { mappingDrafts, mappingVersions, orders } from "@/lib/db/schema";
import { changesBetween, type PastVersion } from "@/lib/domain/mappings/change";
import type { Mapping, MappingKind } from "@/lib/domain/mappings/rule";
import { standardMappings } from "@/lib/domain/mappings/standard";

export type MappingVersion = typeof mappingVersions.$inferSelect;
export type MappingDraft = typeof mappingDrafts.$inferSelect;
/** Which mapping: one integration's, of one kind. */
export type MappingKey = { integrationId: string; kind: MappingKind };

const versionsOf = ({ integrationId, kind }: MappingKey) =>
  and(eq(mappingVersions.integrationId, integrationId), eq(mappingVersions.kind, kind));
const draftOf = ({ integrationId, kind }: MappingKey) =>
  and(eq(mappingDrafts.integrationId, integrationId), eq(mappingDrafts.kind, kind));

/** The published version in force; the first time, the standard mapping is stored as version 1. */
export async function newestVersion(db: Db, key: MappingKey, now: Date): Promise<MappingVersion> {
  const [newest] = await db
    .select()
    .from(mappingVersions)
    .where(versionsOf(key))
    .orderBy(desc(mappingVersions.version))
    .limit(1);
  if (newest) return newest;
  const first = { content: standardMappings[key.kind], changes: [], author: "MEGZO", note: "", publishedAt: now };
  await db
    .insert(mappingVersions)
    .values({ ...key, ...first, version: 1 })
    .onConflictDoNothing();
  return newestVersion(db, key, now);
}

export async function readVersion(db: Db, key: MappingKey, version: number): Promise<MappingVersion | null> {
  const [row] = await db
    .select()
    .from(mappingVersions)
    .where(and(versionsOf(key), eq(mappingVersions.version, version)));
  return row ?? null;
}

/** Newest first. */
export async function listVersions(db: Db, key: MappingKey): Promise<MappingVersion[]> {
  return db.select().from(mappingVersions).where(versionsOf(key)).orderBy(desc(mappingVersions.version)).limit(200);
}

type Publication = {
  content: Mapping;
  author: string;
  note: string;
  publishedAt: Date;
  restores?: number;
  imported?: PastVersion[];
};

/** Adds the next version after `before`; null when somebody else published meanwhile. */
export async function insertVersion(db: Db, before: MappingVersion, next: Publication): Promise<MappingVersion | null> {
  const { integrationId, kind, version, content } = before;
  const changes = changesBetween(content, next.content);
  const [row] = await db
    .insert(mappingVersions)
    .values({ ...next, integrationId, kind, version: version + 1, changes })
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

export async function readDraft(db: Db, key: MappingKey): Promise<MappingDraft | null> {
  const [row] = await db.select().from(mappingDrafts).where(draftOf(key));
  return row ?? null;
}

type DraftSave = { content: Mapping; basedOn: number; author: string; savedAt: Date };

/** Writes the draft when `revision` is still the one it was read at (0: none yet); else null, and nothing is written. */
export async function writeDraft(
  db: Db,
  key: MappingKey,
  revision: number,
  save: DraftSave,
): Promise<MappingDraft | null> {
  const next = { ...save, revision: revision + 1 };
  const [row] =
    revision === 0
      ? await db
          .insert(mappingDrafts)
          .values({ ...key, ...next })
          .onConflictDoNothing()
          .returning()
      : await db
          .update(mappingDrafts)
          .set(next)
          .where(and(draftOf(key), eq(mappingDrafts.revision, revision)))
          .returning();
  return row ?? null;
}

/** True when the draft of that revision was there and is gone. */
export async function deleteDraft(db: Db, key: MappingKey, revision: number): Promise<boolean> {
  const gone = await db
    .delete(mappingDrafts)
    .where(and(draftOf(key), eq(mappingDrafts.revision, revision)))
    .returning({ revision: mappingDrafts.revision });
  return gone.length > 0;
}

/** Orders whose Sales Order each version built, by version. */
export async function ordersByVersion(db: Db, integrationId: string): Promise<Map<number, number>> {
  const rows = await db
    .select({ version: orders.mappingVersion, count: sql<number>`count(*)::int` })
    .from(orders)
    .where(eq(orders.integrationId, integrationId))
    .groupBy(orders.mappingVersion);
  return new Map(rows.flatMap(({ version, count }) => (version === null ? [] : [[version, count] as const])));
}
