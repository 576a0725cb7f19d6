import { z } from "zod";

/** Kinds of data a seller sets a term for, in days; `least` keeps what the work itself still needs. */
export const retentionKinds = {
  /** Who bought and where it goes, counted from the day the order came; only once it is finished, or `unfinishedDays` later. */
  buyers: { days: 365, least: 30, most: 3650 },
  /** The timeline of a finished order: what was done, by whom. */
  timeline: { days: 1095, least: 30, most: 3650 },
  /** Who downloaded an invoice, with their address. */
  downloads: { days: 365, least: 30, most: 3650 },
  /** Ended sessions with the address and browser they came from. */
  sessions: { days: 90, least: 1, most: 730 },
} as const;

/** Days past the buyers' term after which a buyer goes although the order was never finished; what is open is given up. */
export const unfinishedDays = 180;

export type RetentionKind = keyof typeof retentionKinds;
export type Retention = Record<RetentionKind, number>;
export const retentionNames = Object.keys(retentionKinds) as RetentionKind[];

const days = ({ least, most }: { least: number; most: number }) => z.int().min(least).max(most);

/** What a person may save: whole days within the limits of each kind. */
export const retentionSchema = z.strictObject({
  buyers: days(retentionKinds.buyers),
  timeline: days(retentionKinds.timeline),
  downloads: days(retentionKinds.downloads),
  sessions: days(retentionKinds.sessions),
});

/** The terms that hold for a seller: theirs, and the default where they set none. */
export function retentionOf(own: Partial<Retention>): Retention {
  return Object.fromEntries(retentionNames.map((kind) => [kind, own[kind] ?? retentionKinds[kind].days])) as Retention;
}
