import { and, eq, inArray, sql } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import type { Tx } from "@/lib/db/client";
import { integrations, offers } from "@/lib/db/schema";
import { bufferText } from "@/lib/domain/stock/stock";
import type { FlowContext } from "@/lib/flows/engine/context";

/** What a person sets on an offer; what is left out stays. An `itemId` of null unties it from its ERP item. */
export type OfferChange = {
  offerId: string;
  buffer?: number | null;
  bufferPercent?: number | null;
  cap?: number | null;
  itemId?: string | null;
};

const rowsAtOnce = 1000;

/**
 * Sets buffers, caps and ERP items of one or many offers of an integration and asks for a stock push; all or nothing.
 * Twice changes nothing.
 * @returns how many offers were changed; those of others are left alone
 */
export async function changeOffers(
  ctx: FlowContext,
  input: { sellerId: string; integrationId: string; changes: OfferChange[] },
): Promise<number> {
  const { sellerId, integrationId } = input;
  return ctx.db.transaction(async (tx) => {
    const mine = and(eq(integrations.id, integrationId), eq(integrations.sellerId, sellerId));
    const [integration] = await tx.select({ slug: integrations.slug }).from(integrations).where(mine);
    if (!integration) return 0;
    const changed: Changed[] = [];
    for (let start = 0; start < input.changes.length; start += rowsAtOnce)
      changed.push(...(await changeSome(tx, integrationId, input.changes.slice(start, start + rowsAtOnce))));
    if (changed.length === 0) return 0;
    await tx.update(integrations).set({ stockRequestedAt: ctx.now() }).where(mine);
    const [only] = changed;
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: changed.length === 1 ? "offer.change" : "offers.change",
      subject: changed.length === 1 && only ? only.before.sku : integration.slug,
      before: changed.slice(0, 200).map(({ before }) => before),
      after: changed.slice(0, 200).map(({ after }) => after),
    });
    return changed.length;
  });
}

type AuditedOffer = { sku: string; buffer: string; cap: number | null; itemId: string | null };
type Changed = { before: AuditedOffer; after: AuditedOffer };

async function changeSome(tx: Tx, integrationId: string, changes: OfferChange[]): Promise<Changed[]> {
  const wanted = new Map(changes.map((change) => [change.offerId, change]));
  const rows = await tx
    .select()
    .from(offers)
    .where(and(eq(offers.integrationId, integrationId), inArray(offers.id, [...wanted.keys()])))
    .for("update");
  const merged = rows.flatMap((row) => {
    const { offerId: _id, ...change } = wanted.get(row.id) ?? { offerId: row.id };
    const after = { ...row, ...change };
    const same = (["buffer", "bufferPercent", "cap", "itemId"] as const).every((name) => after[name] === row[name]);
    return same ? [] : [{ row, after }];
  });
  if (merged.length === 0) return [];
  const values = merged.map(({ after: { id, buffer, bufferPercent, cap, itemId } }) => {
    return { id, buffer, bufferPercent, cap, itemId };
  });
  // Another item's figures must not stand in for this one's: nothing is known until it is read.
  const other = sql`offers.item_id is distinct from f."itemId"`;
  await tx.execute(sql`
    update offers set buffer = f."buffer", buffer_percent = f."bufferPercent", cap = f."cap", item_id = f."itemId",
      linked_by = case when ${other} then case when f."itemId" is null then null else 'person' end else linked_by end,
      available = case when ${other} then null else available end,
      warehouses = case when ${other} then null else warehouses end,
      target = case when ${other} then null else target end,
      absent_since = case when ${other} then null else absent_since end
    from jsonb_to_recordset(${JSON.stringify(values)}::text::jsonb)
      as f ("id" uuid, "buffer" int, "bufferPercent" int, "cap" int, "itemId" text)
    where offers.id = f."id"`);
  return merged.map(({ row, after }) => ({ before: auditedOffer(row), after: auditedOffer(after) }));
}

const auditedOffer = (row: typeof offers.$inferSelect): AuditedOffer => ({
  sku: row.sku,
  buffer: bufferText(row),
  cap: row.cap,
  itemId: row.itemId,
});
