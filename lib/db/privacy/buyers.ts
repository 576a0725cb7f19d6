import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Db, Tx } from "@/lib/db/client";
import { orderSubject } from "@/lib/db/failures/failure-notes";
import { submittedFrom } from "@/lib/db/orders/orders";
import { failureNotes, foldedName, invoices, orderEvents, orders, savedViews, steps, users } from "@/lib/db/schema";
import { buyerWords, type InFlight, inFlight, withoutBuyer } from "@/lib/domain/privacy/buyer";

type OrderRow = typeof orders.$inferSelect;

/** One order of a buyer; `waitsFor` null: it is finished and its buyer can be erased. */
export type BuyerOrder = {
  id: string;
  number: string;
  buyer: string;
  placedAt: string;
  erasedAt: string | null;
  waitsFor: InFlight | null;
};

const most = 200;

/** Orders of a seller by number, or by a buyer's whole name, e-mail or phone, accents and spaces or not; newest first. */
export async function findBuyer(db: Db, sellerId: string, asked: string): Promise<BuyerOrder[]> {
  const text = asked.trim();
  const rows = await db
    .select()
    .from(orders)
    .where(and(eq(orders.sellerId, sellerId), isBuyer(text)))
    .orderBy(desc(orders.receivedAt))
    .limit(most);
  return withFlight(db, rows);
}

function isBuyer(text: string): SQL {
  const digits = text.replace(/[\s.()/-]/g, "");
  const named = (value: SQL) => sql`${foldedName(value)} = ${foldedName(sql`${text}::text`)}`;
  const phone = (value: SQL) => sql`regexp_replace(${value}, '[\\s.()/-]', '', 'g') = ${digits}`;
  const at = (place: string, field: string) => sql`${orders.data}->${place}->>${field}`;
  const ways = [sql`${orders.channelOrderId} = ${text}`, named(sql`${orders.buyerName}`)];
  ways.push(sql`lower(${at("buyer", "email")}) = ${text.toLowerCase()}`);
  for (const place of ["billing", "shipping"]) {
    ways.push(named(at(place, "contact")));
    if (digits) ways.push(phone(at(place, "phone")));
  }
  return sql`(${sql.join(ways, sql` or `)})`;
}

/** Orders of a seller by id, locked until the transaction ends; ids of somebody else are not in the answer. */
export async function lockOrders(db: Tx, sellerId: string, ids: string[]): Promise<OrderRow[]> {
  if (ids.length === 0) return [];
  const mine = and(eq(orders.sellerId, sellerId), inArray(orders.id, ids));
  return db.select().from(orders).where(mine).orderBy(asc(orders.id)).for("update");
}

/** The same orders with what each still waits for. */
export async function withFlight(db: Db, rows: OrderRow[]): Promise<BuyerOrder[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const open = await db.select().from(steps).where(inArray(steps.orderId, ids));
  return rows.map((row) => ({
    id: row.id,
    number: row.channelOrderId,
    buyer: row.buyerName,
    placedAt: row.placedAt,
    erasedAt: row.erasedAt?.toISOString() ?? null,
    waitsFor: inFlight({
      status: row.status,
      needsAttention: row.needsAttention !== null || row.onHoldAt !== null,
      steps: open.filter(({ orderId }) => orderId === row.id),
    }),
  }));
}

/**
 * Takes the buyer out of these rows and of everything written about them: the channel's raw words, answers, notes, the
 * timeline's texts, the invoice's bytes. Numbers, links, hashes and goods stay, so that an order which comes again is
 * known and nothing is made of it twice.
 */
export async function eraseOrders(db: Db, rows: OrderRow[], now: Date): Promise<void> {
  for (const row of rows) {
    const words = buyerWords(row.data, row.parcelAnswers ?? {});
    const data = withoutBuyer(row.data);
    const submitted = row.submitted && { ...row.submitted, addressee: submittedFrom(data).addressee };
    const erased = {
      buyerName: "",
      data,
      raw: sql`'null'::jsonb`,
      submitted,
      parcelAnswers: null,
      onHoldNote: null,
      needsAttention: null,
    };
    await db
      .update(orders)
      .set({ ...erased, erasedAt: now })
      .where(eq(orders.id, row.id));
    await db.update(steps).set({ problem: null }).where(eq(steps.orderId, row.id));
    await giveUp(db, row.id, now);
    const isOpen = sql`coalesce(${invoices.withdrawnAt}, ${now.toISOString()}::timestamptz)`;
    await db
      .update(invoices)
      .set({ bytes: null, bytesRemovedAt: now, withdrawnAt: isOpen, problem: null })
      .where(eq(invoices.orderId, row.id));
    await eraseEvents(db, row.id, words);
    await eraseNotes(db, row, words);
  }
}

/** Cancels the open steps: without a buyer they cannot be carried out. A finished order has none. */
async function giveUp(db: Db, orderId: string, now: Date): Promise<void> {
  const open = sql`${steps.state} not in ('done', 'not-needed')`;
  await db
    .update(steps)
    .set({ state: "not-needed", waitReason: "erased", intentAt: null, updatedAt: now })
    .where(and(eq(steps.orderId, orderId), open));
}

async function eraseEvents(db: Db, orderId: string, words: string[]): Promise<void> {
  for (const event of await db.select().from(orderEvents).where(eq(orderEvents.orderId, orderId))) {
    const kept = Object.entries(event.params).filter(([name, value]) => name !== "note" && !tells(value, words));
    const shown = event.problem;
    if (kept.length === Object.keys(event.params).length && !shown) continue;
    // Another system's words and figures may say anything; which problem it was stays on record.
    const problem = shown && { ...shown, params: {}, detail: null };
    const params = Object.fromEntries(kept);
    await db.update(orderEvents).set({ params, problem }).where(eq(orderEvents.id, event.id));
  }
}

/** Notes on the order go; of notes on a cause and saved filters those that name the buyer. */
async function eraseNotes(db: Db, row: OrderRow, words: string[]): Promise<void> {
  const mine = eq(failureNotes.sellerId, row.sellerId);
  const notes = await db.select().from(failureNotes).where(mine);
  const gone = notes.filter(({ subject, comment }) => subject === orderSubject(row.id) || tells(comment, words));
  const ids = gone.map(({ id }) => id);
  if (ids.length > 0) await db.delete(failureNotes).where(inArray(failureNotes.id, ids));
  const views = await db
    .select({ id: savedViews.id, name: savedViews.name, query: savedViews.query })
    .from(savedViews)
    .innerJoin(users, eq(users.id, savedViews.userId))
    .where(sql`(${users.sellerId} = ${row.sellerId} or ${users.sellerId} is null)`);
  const searched = views.filter(({ name, query }) => tells(`${name} ${new URLSearchParams(query)}`, words));
  const viewIds = searched.map(({ id }) => id);
  if (viewIds.length > 0) await db.delete(savedViews).where(inArray(savedViews.id, viewIds));
}

const tells = (text: string, words: string[]) => {
  const small = text.toLowerCase();
  return words.some((word) => small.includes(word) || small.includes(word.replaceAll(" ", "+")));
};

/**
 * Finished orders from before `finished` and unfinished ones from before `unfinished`, oldest first, locked; those that
 * another process holds or works are left for the next round.
 */
export async function ordersToErase(
  db: Tx,
  sellerId: string,
  before: { finished: Date; unfinished: Date },
  limit: number,
): Promise<OrderRow[]> {
  const open = sql`exists (select 1 from ${steps} where ${steps.orderId} = ${orders.id} and ${steps.state} not in ('done', 'not-needed'))`;
  const over = sql`${orders.receivedAt} < ${before.finished.toISOString()} and ((${orders.status} in ('cancelled', 'finalised', 'returned')
    and ${orders.needsAttention} is null and ${orders.onHoldAt} is null and not ${open})
    or (${orders.receivedAt} < ${before.unfinished.toISOString()} and (${orders.leaseHolder} is null or ${orders.leaseExpiresAt} < clock_timestamp())))`;
  return db
    .select()
    .from(orders)
    .where(and(eq(orders.sellerId, sellerId), isNull(orders.erasedAt), over))
    .orderBy(asc(orders.receivedAt))
    .limit(limit)
    .for("update", { skipLocked: true });
}
