import type { z } from "zod";
import { type ChannelOrderRecord, ConnectorError, type OrderQuery, type OrderRef } from "@/lib/connectors/contract";
import { unexpected } from "@/lib/connectors/emag/classify-answer";
import type { Client } from "@/lib/connectors/emag/client";
import { orderFromWire, statuses, statusNumbers, typeOf } from "@/lib/connectors/emag/order-from-wire";
import { pagesOf, parseRow } from "@/lib/connectors/emag/pages";
import type { Platform } from "@/lib/connectors/emag/settings";
import { mayBeSaved } from "@/lib/connectors/emag/status-matrix";
import { orderHead, rowsOf, wireOrder } from "@/lib/connectors/emag/wire";

/** A day under the 28 that never exceed a month, because eMAG's clock is hours ahead of ours (emag-api.md §4.2). */
const windowHours = 27 * 24;

type Filters = { type: 2 | 3; status?: number; id?: number };
type Source = { client: Client; platform: Platform; now: () => Date };

/**
 * Orders by status, since a moment or of a period, page by page. An order that cannot be read does not hold up the
 * others: it is reported after the last page.
 * @throws ConnectorError `unexpected-answer` after the last page, naming those orders; at once for any other failure
 */
export async function* listOrders(source: Source, query: OrderQuery): AsyncGenerator<ChannelOrderRecord[]> {
  const filters: Filters = { type: typeOf[query.fulfilment] };
  if (query.status) filters.status = statusNumbers[query.status];
  const unreadable = new Set<string>();
  for (const window of windowsOf(query, source.now())) {
    for await (const rows of pagesOf(
      source.client,
      "order/read",
      { ...filters, ...window },
      orderHead,
      1,
      unreadable,
    )) {
      for (const { head } of rows) check(head, filters);
      const records = rows.map(({ head, raw }) => readable(head.id, raw, source.platform, unreadable));
      yield records.filter((record) => record !== null);
    }
  }
  if (unreadable.size > 0) throw unexpected([...unreadable].join("; "));
}

function readable(id: string, raw: unknown, platform: Platform, unreadable: Set<string>): ChannelOrderRecord | null {
  try {
    return recordOf(raw, platform);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    unreadable.add(`order ${id}: ${error.problem.detail}`);
    return null;
  }
}

/** One order, looked for among the seller's own and then among those eMAG ships; null when it is in neither. */
export async function readOrder({ client, platform }: Source, id: string): Promise<ChannelOrderRecord | null> {
  for (const type of [typeOf.seller, typeOf.channel]) {
    const filters: Filters = { id: Number(id), type };
    const [raw] = rowsOf(await client.read("order/read", filters));
    if (raw === undefined) continue;
    check(parseRow(orderHead, raw), filters);
    return recordOf(raw, platform);
  }
  return null;
}

/**
 * emag-api.md §4.8: a refusal that says `already` means that the call was made before, and counts as done.
 * @throws ConnectorError `rejected` for any other refusal, and before the call for an order eMAG ships (§4.11)
 */
export async function acknowledgeOrder(client: Client, { id, fulfilment }: OrderRef): Promise<void> {
  refuseForeign({ id, fulfilment });
  try {
    await client.act(`order/acknowledge/${id}`);
  } catch (error) {
    const isDone = error instanceof ConnectorError && error.problem.code === "refused";
    if (!isDone || !/already/i.test(error.problem.params.message ?? "")) throw error;
  }
}

/** Orders eMAG ships are never acknowledged or saved (§4.11), whatever asks for it. */
function refuseForeign({ id, fulfilment }: OrderRef): void {
  if (fulfilment !== "seller") throw new ConnectorError("internal", "rejected", {}, `eMAG ships order ${id} itself`);
}

/**
 * Status 4 with everything that was read: a line left out would be removed (§4.9).
 * @throws ConnectorError `refused` without a call where the status matrix has no such move
 */
export async function finaliseOrder(client: Client, ref: OrderRef, raw: unknown): Promise<void> {
  refuseForeign(ref);
  const head = parseRow(orderHead, raw);
  if (head.id !== ref.id) throw new ConnectorError("internal", "rejected", {}, `order ${head.id} is not ${ref.id}`);
  const from = statuses[head.status];
  if (!from || !mayBeSaved(from, "finalised")) {
    const message = `status ${from ?? head.status} cannot become finalised`;
    throw new ConnectorError("refused", "rejected", { message }, message);
  }
  const entity = { ...(raw as Record<string, unknown>), id: Number(ref.id), type: typeOf[ref.fulfilment], status: 4 };
  await client.save("order/save", [entity]);
}

function recordOf(raw: unknown, platform: Platform): ChannelOrderRecord {
  return { order: orderFromWire(parseRow(wireOrder, raw), platform), raw };
}

/** A filter that was not understood is ignored without an error, so each row must satisfy it (§1.3). */
function check(head: z.output<typeof orderHead>, { id, type, status }: Filters): void {
  const fits =
    head.type === type &&
    (status === undefined || head.status === status) &&
    (id === undefined || head.id === String(id));
  if (!fits) throw unexpected(`order ${head.id} of type ${head.type} and status ${head.status} was not asked for`);
}

type Window = Record<string, string>;

/** What a query's dates ask for, in pieces eMAG accepts; one piece without bounds where it names none. */
function windowsOf({ modifiedAfter, createdAfter, createdBefore }: OrderQuery, now: Date): Window[] {
  if (modifiedAfter) return windows("modified", modifiedAfter, null, now);
  return createdAfter && createdBefore ? windows("created", shifted(createdAfter, -1), createdBefore, now) : [{}];
}

/**
 * Windows that overlap by an hour, since whether their bounds belong to them is not known; the last has no end unless
 * one is given. Times are eMAG's own text, shifted but never read as moments.
 */
function windows(field: "created" | "modified", start: string, end: string | null, now: Date): Window[] {
  const pieces: Window[] = [];
  const last = shifted(end ?? now.toISOString(), -windowHours);
  let after = start;
  while (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(after) && after < last) {
    const before = shifted(after, windowHours);
    pieces.push({ [`${field}After`]: after, [`${field}Before`]: before });
    after = shifted(before, -1);
  }
  return [...pieces, { [`${field}After`]: after, ...(end ? { [`${field}Before`]: shifted(end, 1) } : {}) }];
}

function shifted(text: string, hours: number): string {
  const moment = new Date(`${text.slice(0, 19).replace(" ", "T")}Z`);
  return new Date(moment.getTime() + hours * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}
