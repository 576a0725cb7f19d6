import { verifyAudit } from "@/lib/db/audit";
import type { Db } from "@/lib/db/client";
import { opened, sealedValues } from "@/lib/flows/operations/sealed-values";

/** What was looked at in a restored copy, and what is wrong with it. */
export type BackupCheck = { looked: string; wrong: string[] };

/**
 * Started by a rehearsal once a copy has the newest schema. The record of changes must hold, row by row, and every secret
 * must open with the keys at hand: a copy whose keys are lost is none. Twice is safe: it only reads.
 */
export async function verifyBackup(db: Db): Promise<BackupCheck[]> {
  const chains = await verifyAudit(db);
  const secrets = await sealedValues(db);
  const unreadable = secrets.filter((value) => opened(value) === null);
  return [
    {
      looked: `${chains.reduce((sum, { rows }) => sum + rows, 0)} rows of the record of changes`,
      wrong: chains.flatMap(({ seller, broken }) =>
        broken ? [`the record of ${seller ?? "staff"} breaks at row ${broken.seq}: ${broken.why}`] : [],
      ),
    },
    {
      looked: `${secrets.length} sealed secrets`,
      wrong: unreadable.map(({ kind, id }) => `${kind} of ${id} open with none of ENCRYPTION_KEYS`),
    },
  ];
}
