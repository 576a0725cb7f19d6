import { and, desc, eq, isNull } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import {
  listVersions,
  type MappingDraft,
  type MappingKey,
  type MappingVersion,
  newestVersion,
  ordersByVersion,
  readDraft,
} from "@/lib/db/mappings/mappings";
import { orders } from "@/lib/db/schema";
import { linkedItems } from "@/lib/db/stock/offers";
import type { MappingKind } from "@/lib/domain/mappings/rule";
import type { FieldNote } from "@/lib/domain/mappings/targets";
import type { ChannelOrder } from "@/lib/domain/orders/order";
import { answeredOrder } from "@/lib/domain/parcels/parcel";
import { type BuyerVisibility, canSeeBuyers, maskedLeaves, maskedOrder } from "@/lib/domain/privacy/buyer-visibility";
import type { OrderSettings } from "@/lib/domain/settings";

type VersionView = Pick<MappingVersion, "version" | "author" | "note" | "changes" | "restores" | "imported"> & {
  publishedAt: Iso;
  /** Orders begun with it; null for a parcel's, which begins with none. */
  orders: number | null;
};

export type MappingView = {
  now: Iso;
  integrationId: string;
  kind: MappingKind;
  published: Pick<MappingVersion, "version" | "content">;
  draft: Pick<MappingDraft, "revision" | "basedOn" | "content" | "author"> | null;
  /** Newest first. */
  versions: VersionView[];
  /** How the ERP names its fields. */
  notes: FieldNote[];
  /** The order whose values stand beside the rules; null before the first order. */
  sample: {
    id: string;
    number: string;
    /** For a parcel, with a person's answers in it. */
    order: ChannelOrder;
    raw: unknown;
    settings: OrderSettings;
    channelSlug: string;
    /** Offer → ERP item. */
    items: Record<string, string>;
  } | null;
};

type Asked = MappingKey & {
  settings: OrderSettings;
  channelSlug: string;
  notes: FieldNote[];
  /** The channel's number of the order to show; else the newest. */
  order?: string;
  now: Date;
  visibility: BuyerVisibility;
};

/** Everything the mapping page shows of one integration. */
export async function readMapping(db: Db, asked: Asked): Promise<MappingView> {
  const key = { integrationId: asked.integrationId, kind: asked.kind };
  const published = await newestVersion(db, key, asked.now);
  const [draft, versions, begun, sample] = await Promise.all([
    readDraft(db, key),
    listVersions(db, key),
    asked.kind === "sales-order" ? ordersByVersion(db, asked.integrationId) : null,
    readSample(db, asked),
  ]);
  return {
    now: iso(asked.now),
    ...key,
    published: { version: published.version, content: published.content },
    draft: draft && { revision: draft.revision, basedOn: draft.basedOn, content: draft.content, author: draft.author },
    versions: versions.map(({ version, author, note, changes, restores, imported, publishedAt }) => ({
      version,
      author,
      note,
      changes,
      restores,
      imported,
      publishedAt: iso(publishedAt),
      orders: begun && (begun.get(version) ?? 0),
    })),
    notes: asked.notes,
    sample,
  };
}

async function readSample(
  db: Db,
  { integrationId, kind, settings, channelSlug, order, visibility }: Asked,
): Promise<MappingView["sample"]> {
  const mine = and(
    eq(orders.integrationId, integrationId),
    isNull(orders.erasedAt),
    kind === "shipment" ? eq(orders.fulfilment, "seller") : undefined,
  );
  const [row] = await db
    .select({
      id: orders.id,
      number: orders.channelOrderId,
      order: orders.data,
      raw: orders.raw,
      answers: orders.parcelAnswers,
      sellerId: orders.sellerId,
    })
    .from(orders)
    .where(order ? and(mine, eq(orders.channelOrderId, order)) : mine)
    .orderBy(desc(orders.receivedAt))
    .limit(1);
  if (!row) return null;
  const linked = await linkedItems(db, integrationId);
  const { answers, sellerId, ...sample } = row;
  const shown = kind === "shipment" ? answeredOrder(row.order, answers ?? {}) : row.order;
  const items = row.order.lines.map(({ offerId, sku }) => [offerId, linked.get(offerId) ?? sku] as const);
  const rest = { settings, channelSlug, items: Object.fromEntries(items) };
  if (canSeeBuyers(visibility, sellerId)) return { ...sample, order: shown, ...rest };
  return { ...sample, order: maskedOrder(shown), raw: maskedLeaves(row.raw), ...rest };
}
