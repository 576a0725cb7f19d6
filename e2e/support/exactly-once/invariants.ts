import { orders, steps } from "@/lib/db/schema";
import type { Harness } from "../harness";
import { type EmagBooks, type ErpBooks, emagLedger, erpLedger } from "./ledger";

/** The promises of an order that hold whatever has happened; one line for each that does not, with the order's id. */
export async function findBreaches(harness: Harness, placed: string[]): Promise<string[]> {
  const [emag, erp] = [await emagLedger(harness), await erpLedger(harness)];
  const rows = await harness.ctx.db.select().from(orders);
  const all = await harness.ctx.db.select().from(steps);
  const found = placed.flatMap((id) => orderBreaches(id, emag, erp));
  for (const { id, channelOrderId } of rows.filter((row) => placed.includes(row.channelOrderId))) {
    const open = all.filter((step) => step.orderId === id && ["due", "running", "in-doubt"].includes(step.state));
    for (const step of open)
      found.push(`${channelOrderId}: ${step.kind} is ${step.state} for ever (${step.problem?.code})`);
  }
  const fetched = emag.attachments.filter(({ type }) => type === 1).flatMap(({ fetches }) => fetches);
  for (const { status, sha256 } of fetched)
    if (status === 200 && !erp.files.some((file) => file.sha256 === sha256))
      found.push(`eMAG holds bytes the ERP does not: ${sha256}`);
  if (erp.sessions.open > 0) found.push(`${erp.sessions.open} ERP sessions left open`);
  return found;
}

function orderBreaches(id: string, emag: EmagBooks, erp: ErpBooks): string[] {
  const found: string[] = [];
  const there = emag.orders.find((one) => String(one.id) === id);
  const salesOrders = erp.salesOrders.filter((one) => one.CustomerOrder === id);
  const parcels = emag.awbs.filter((one) => String(one.order_id) === id).length;
  const papers = emag.attachments.filter((one) => String(one.order_id) === id && one.type === 1);
  const documents = new Set(papers.map(({ url }) => url)).size;
  if (salesOrders.length > 1) found.push(`${id}: ${salesOrders.length} Sales Orders`);
  if (there?.status !== 0 && salesOrders.length === 0) found.push(`${id}: lost, status ${there?.status}`);
  if (there?.status === 0 && salesOrders.some(({ Status }) => ["Open", "On Hold"].includes(Status)))
    found.push(`${id}: cancelled on eMAG, open in the ERP`);
  if (parcels > (there?.type === 2 ? 0 : 1)) found.push(`${id}: ${parcels} parcels`);
  if (documents > 1) found.push(`${id}: ${documents} invoice documents`);
  return found;
}

const buffer = 2;

/**
 * Offers whose published stock is not `max(0, available − sold and not yet in the ERP − buffer)`, worked out anew from
 * both systems' own books. `settle` lets the next reconciliation happen; the figures may need one or two.
 */
export async function stockBreaches(harness: Harness, settle: () => Promise<void>): Promise<string[]> {
  let found: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    await settle();
    found = wrongOffers(await emagLedger(harness), await erpLedger(harness));
    if (found.length === 0) return [];
  }
  return found;
}

function wrongOffers(emag: EmagBooks, erp: ErpBooks): string[] {
  const inErp = new Set(erp.salesOrders.map(({ CustomerOrder }) => CustomerOrder));
  const flying = new Map<string, number>();
  for (const { id, type, status, products } of emag.orders) {
    if (type === 2 || status === 0 || status === 5 || inErp.has(String(id))) continue;
    for (const { part_number, quantity } of products)
      flying.set(part_number, (flying.get(part_number) ?? 0) + quantity);
  }
  return emag.offers.flatMap(({ part_number, general_stock }) => {
    const cell = erp.stock.find(
      ({ inventoryId, warehouseId }) => inventoryId.trim() === part_number && warehouseId.trim() === "MAIN",
    );
    if (!cell) return [];
    const sold = flying.get(part_number) ?? 0;
    const right = Math.max(0, Math.floor(Number(cell.available)) - sold - buffer);
    const sum = `${cell.available} available, ${sold} sold and not in the ERP, ${buffer} held back`;
    return right === general_stock ? [] : [`stock of ${part_number}: ${general_stock} published; ${sum}`];
  });
}
