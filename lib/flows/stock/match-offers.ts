import { eq } from "drizzle-orm";
import { integrations } from "@/lib/db/schema";
import { linkByBarcode, storeErpItems } from "@/lib/db/stock/erp-items";
import type { Run } from "@/lib/flows/engine/run";

const everyHours = 24;

/**
 * Started by a run once a day where offers are matched by barcode, or a rule names a class of items. Reads the ERP's
 * catalogue and ties each offer without an item of its part number to the item with its barcode. Twice is safe: what a
 * person tied is left alone. Stops at the offers' rows.
 */
export async function matchOffers(run: Run): Promise<void> {
  const { ctx, integration } = run;
  const { matching, bufferRules } = integration.settings.stock;
  const byBarcode = matching === "cross-reference";
  if (!byBarcode && !bufferRules?.some(({ category }) => category !== undefined)) return;
  const now = ctx.now();
  const last = integration.row.itemsReadAt;
  if (!last || now.getTime() - last.getTime() >= everyHours * 3_600_000) {
    for await (const page of integration.erp.listItems()) await storeErpItems(ctx.db, integration.row.id, page, now);
    await ctx.db.update(integrations).set({ itemsReadAt: now }).where(eq(integrations.id, integration.row.id));
  }
  if (byBarcode) run.count("linked", await linkByBarcode(ctx.db, integration.row.id));
}
