import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { integrations, offers, stockDrifts } from "@/lib/db/schema";
import { readStockIntegrations, type StockIntegration } from "@/lib/db/stock/offer-list";
import type { DriftCause } from "@/lib/domain/stock/drift";

export type DriftView = {
  id: string;
  offerId: string;
  integration: string;
  sku: string;
  expected: number;
  seen: number;
  /** `above`: the channel shows more than it should and may oversell. */
  direction: "above" | "below";
  cause: DriftCause;
  since: Iso | null;
  foundAt: Iso;
  correctedAt: Iso | null;
  correctedTo: number | null;
};

export type DriftList = {
  now: Iso;
  drifts: DriftView[];
  more: boolean;
  open: number;
  integrations: StockIntegration[];
};

const limit = 200;

export const driftColumns = {
  id: stockDrifts.id,
  offerId: stockDrifts.offerId,
  integration: integrations.slug,
  sku: offers.sku,
  expected: stockDrifts.expected,
  seen: stockDrifts.observed,
  cause: stockDrifts.cause,
  since: stockDrifts.since,
  foundAt: stockDrifts.foundAt,
  correctedAt: stockDrifts.correctedAt,
  correctedTo: stockDrifts.correctedTo,
};

type Row = Omit<DriftView, "direction" | "since" | "foundAt" | "correctedAt"> & {
  since: Date | null;
  foundAt: Date;
  correctedAt: Date | null;
};

export const toDrift = (row: Row): DriftView => ({
  ...row,
  direction: row.seen > row.expected ? "above" : "below",
  since: iso(row.since),
  foundAt: iso(row.foundAt),
  correctedAt: iso(row.correctedAt),
});

/** Where the channel was found to show something else than was sent, newest first. */
export async function readDriftList(db: Db, sellerId: string | null, now: Date): Promise<DriftList> {
  const mine = sellerId ? eq(integrations.sellerId, sellerId) : undefined;
  const [rows, [open], sides] = await Promise.all([
    db
      .select(driftColumns)
      .from(stockDrifts)
      .innerJoin(offers, eq(offers.id, stockDrifts.offerId))
      .innerJoin(integrations, eq(integrations.id, offers.integrationId))
      .where(mine)
      .orderBy(desc(stockDrifts.foundAt), desc(stockDrifts.id))
      .limit(limit + 1),
    db
      .select({ n: sql<number>`count(*)::int` })
      .from(stockDrifts)
      .innerJoin(offers, eq(offers.id, stockDrifts.offerId))
      .innerJoin(integrations, eq(integrations.id, offers.integrationId))
      .where(and(mine, isNull(stockDrifts.correctedAt))),
    readStockIntegrations(db, sellerId),
  ]);
  return {
    now: iso(now),
    drifts: rows.slice(0, limit).map(toDrift),
    more: rows.length > limit,
    open: open?.n ?? 0,
    integrations: sides,
  };
}
