import { and, asc, eq } from "drizzle-orm";
import Papa from "papaparse";
import { erpItems, offers } from "@/lib/db/schema";
import { bufferText, itemKey, parseBuffer, parseCap } from "@/lib/domain/stock/stock";
import type { TableImport, TableProblem, TableReason } from "@/lib/domain/stock/stock-preview";
import type { FlowContext } from "@/lib/flows/engine/context";
import { changeOffers, type OfferChange } from "@/lib/flows/stock/change-offers";
import { previewStock } from "@/lib/flows/stock/preview-stock";

/** `offer` is the channel's own id and decides; without it, `sku` does. A column that is not there changes nothing. */
const columns = ["offer", "sku", "name", "item", "buffer", "cap"] as const;

const problemLimit = 200;

/** All offers of an integration as CSV, with what a person may change; formulas are defused for spreadsheets. */
export async function exportOfferCsv(ctx: FlowContext, integrationId: string): Promise<string> {
  const rows = await ctx.db
    .select()
    .from(offers)
    .where(eq(offers.integrationId, integrationId))
    .orderBy(asc(offers.sku), asc(offers.channelOfferId));
  const data = rows.map((row) => [
    row.channelOfferId,
    row.sku,
    row.name,
    row.itemId ?? "",
    bufferText(row),
    row.cap ?? "",
  ]);
  return `${Papa.unparse({ fields: [...columns], data }, { escapeFormulae: true })}\r\n`;
}

/**
 * Reads such a table, or one of a person's own with some of its columns, and says what it would change. It is saved
 * only with `save`, and only when every line can be: a table is taken whole or not at all. Twice changes nothing.
 */
export async function importOfferCsv(
  ctx: FlowContext,
  input: { sellerId: string; integrationId: string; text: string; save: boolean },
): Promise<TableImport> {
  const parsed = Papa.parse<Record<string, string>>(input.text.replace(/^\uFEFF/, ""), {
    header: true,
    skipEmptyLines: "greedy",
    transformHeader: (name) => name.trim().toLowerCase(),
    transform: (value) => value.trim().replace(/^'(?=[=+\-@])/, ""),
  });
  const named = parsed.meta.fields ?? [];
  if (!named.some((name) => name === "offer" || name === "sku") || !named.some(isChange)) {
    const problem = { line: 1, column: named.join(", "), value: "", reason: "no-columns" as const };
    return { rows: 0, changes: 0, problems: [problem], preview: null };
  }
  const { changes, problems } = await readRows(ctx, input.integrationId, parsed.data);
  const whole = { rows: parsed.data.length, changes: changes.length, problems: problems.slice(0, problemLimit) };
  if (problems.length > 0) return { ...whole, preview: null };
  if (!input.save) return { ...whole, preview: await previewStock(ctx, { ...input, changes }) };
  return { ...whole, changes: await changeOffers(ctx, { ...input, changes }), preview: null };
}

const isChange = (name: string) => name === "buffer" || name === "cap" || name === "item";

async function readRows(ctx: FlowContext, integrationId: string, rows: Record<string, string>[]) {
  const known = await ctx.db
    .select({ id: offers.id, channelOfferId: offers.channelOfferId, sku: offers.sku })
    .from(offers)
    .where(eq(offers.integrationId, integrationId));
  const byOffer = new Map(known.map((offer) => [offer.channelOfferId, [offer.id]]));
  const bySku = new Map<string, string[]>();
  for (const { id, sku } of known) bySku.set(itemKey(sku), [...(bySku.get(itemKey(sku)) ?? []), id]);
  const items = await knownItems(ctx, integrationId);
  const changes: OfferChange[] = [];
  const problems: TableProblem[] = [];
  for (const [index, row] of rows.entries()) {
    const found = (row.offer ? byOffer.get(row.offer) : bySku.get(itemKey(row.sku ?? ""))) ?? [];
    const change = readChange(row, items);
    const subject = row.offer ? "offer" : "sku";
    const note = (column: string, reason: TableReason) =>
      problems.push({ line: index + 2, column, value: (row[column] ?? "").slice(0, 60), reason });
    if (found.length !== 1) note(subject, found.length === 0 ? "unknown-offer" : "ambiguous-sku");
    for (const [column, reason] of change.problems) note(column, reason);
    if (found[0] && change.problems.length === 0) changes.push({ offerId: found[0], ...change.values });
  }
  return { changes, problems };
}

function readChange(row: Record<string, string>, items: Set<string>) {
  const problems: [string, TableReason][] = [];
  const values: Omit<OfferChange, "offerId"> = {};
  if (row.buffer !== undefined) {
    const buffer = parseBuffer(row.buffer);
    if (buffer) Object.assign(values, buffer);
    else problems.push(["buffer", "not-a-buffer"]);
  }
  if (row.cap !== undefined) {
    const cap = parseCap(row.cap);
    if (cap === undefined) problems.push(["cap", "not-a-cap"]);
    else values.cap = cap;
  }
  if (row.item !== undefined) {
    if (row.item !== "" && items.size > 0 && !items.has(itemKey(row.item))) problems.push(["item", "unknown-item"]);
    else values.itemId = row.item || null;
  }
  return { values, problems };
}

/** The ERP's items as far as they were read; empty when they never were, and then any name is taken. */
async function knownItems(ctx: FlowContext, integrationId: string): Promise<Set<string>> {
  const rows = await ctx.db
    .select({ key: erpItems.key })
    .from(erpItems)
    .where(and(eq(erpItems.integrationId, integrationId)));
  return new Set(rows.map(({ key }) => key));
}
