import { externalReference } from "@/lib/domain/documents/sales-order";
import type { Fulfilment, OrderStatus } from "@/lib/domain/orders/order";
import type { NotNeededReason, StepState, WaitReason } from "@/lib/domain/orders/step";
import type { Problem } from "@/lib/domain/problem";

export const differenceKinds = [
  /** The channel shows an order that is not known here. */
  "order-unknown",
  /** Known here, without a Sales Order although it should have one. */
  "sales-order-missing",
  /** Linked to a Sales Order that the ERP does not hold. */
  "sales-order-gone",
  /** The ERP holds a Sales Order with our reference that no link knows. */
  "sales-order-unlinked",
  /** The ERP holds more than one Sales Order for one order. */
  "sales-orders-double",
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** One missing or double row. `order` is the channel's id, `numbers` are `EM 000123`; the step's standing where it has one. */
export type Difference = {
  kind: DifferenceKind;
  order: string;
  numbers: string[];
  state: StepState | null;
  problem: Problem | null;
};

/** `underway`: known, without a Sales Order yet, and moving. */
export type CountFigures = {
  channelOrders: number;
  knownOrders: number;
  links: number;
  salesOrders: number;
  underway: number;
};

export type CountedOrder = { id: string; fulfilment: Fulfilment; status: OrderStatus; placedAt: string };

/** `fresh`: the step changed not long ago. */
type CountedStep = {
  state: StepState;
  waitReason: WaitReason | NotNeededReason | null;
  problem: Problem | null;
  fresh: boolean;
};

export type KnownOrder = { id: string; status: OrderStatus; link: string | null; step: CountedStep | null };

/** `number` is `EM 000123`; numbers are unique. */
export type CountedSalesOrder = { number: string; customerOrder: string; externalRef: string; cancelled: boolean };

export type CountInput = {
  channel: CountedOrder[];
  known: KnownOrder[];
  salesOrders: CountedSalesOrder[];
  /** When the oldest order known here was placed, channel-local text: what was finished before it never was ours. */
  firstPlacedAt: string | null;
  channelSlug: string;
  /** The seller's other channels, whose Sales Orders may be of the same type. */
  otherSlugs: string[];
};

/**
 * The channel's order a Sales Order belongs to: by our reference for certain, else by the customer's order number, unless
 * it carries the reference of another channel; null for a document that is none of ours.
 */
export function orderOfSalesOrder(
  { customerOrder, externalRef }: Pick<CountedSalesOrder, "customerOrder" | "externalRef">,
  channelSlug: string,
  otherSlugs: string[],
): { order: string; certain: boolean } | null {
  const tail = externalRef.slice(externalRef.lastIndexOf("-") + 1);
  if (tail && externalRef === externalReference(channelSlug, tail)) return { order: tail, certain: true };
  if (otherSlugs.some((slug) => tail && externalRef === externalReference(slug, tail))) return null;
  return customerOrder ? { order: customerOrder, certain: false } : null;
}

/** Compares the three lists; the result does not depend on the order of their rows. */
export function compareCounts(input: CountInput): { figures: CountFigures; differences: Difference[] } {
  const known = new Map(input.known.map((order) => [order.id, order]));
  const channel = new Map(input.channel.map((order) => [order.id, order]));
  const documents = documentsByOrder(input, (id) => known.has(id) || channel.has(id));
  const compared = [...known.values()].map((order) => compareKnown(order, documents.get(order.id) ?? []));
  const unknown = [...channel.values()].filter(({ id }) => !known.has(id));
  const missed = new Set(unknown.filter((order) => isOurs(order, input.firstPlacedAt)).map(({ id }) => id));
  const orphans = [...documents].filter(([id]) => !known.has(id) && !missed.has(id));
  return {
    figures: {
      channelOrders: channel.size,
      knownOrders: known.size,
      links: input.known.filter(({ link }) => link !== null).length,
      salesOrders: [...documents.values()].reduce((sum, found) => sum + found.length, 0),
      underway: compared.filter((found) => found === "underway").length,
    },
    differences: [
      ...compared.flatMap((found) => (found === "underway" ? [] : found)),
      ...[...missed].map((id) => difference("order-unknown", id, documents.get(id) ?? [])),
      ...orphans.map(([id, found]) => difference(surplus(found), id, found)),
    ],
  };
}

/**
 * A link outweighs a reference, because people edit references; an uncertain claim counts only for an order of this
 * count.
 */
function documentsByOrder(input: CountInput, inSight: (id: string) => boolean): Map<string, CountedSalesOrder[]> {
  const linked = new Map(input.known.flatMap(({ id, link }) => (link === null ? [] : [[link, id] as const])));
  const documents = new Map<string, CountedSalesOrder[]>();
  for (const salesOrder of input.salesOrders) {
    const claim = orderOfSalesOrder(salesOrder, input.channelSlug, input.otherSlugs);
    const byReference = claim && (claim.certain || inSight(claim.order)) ? claim.order : null;
    const id = linked.get(salesOrder.number) ?? byReference;
    if (id) documents.set(id, [...(documents.get(id) ?? []), salesOrder]);
  }
  return documents;
}

function compareKnown(order: KnownOrder, documents: CountedSalesOrder[]): Difference[] | "underway" {
  if (order.link !== null) return compareLinked(order.id, order.link, documents);
  if (documents.length > 1) return [difference("sales-orders-double", order.id, documents, order.step)];
  const moving = order.step !== null && isMoving(order.step);
  if (documents.length === 1)
    return moving ? "underway" : [difference("sales-order-unlinked", order.id, documents, order.step)];
  if (!isExpected(order)) return [];
  return moving ? "underway" : [difference("sales-order-missing", order.id, [], order.step)];
}

/** Besides the linked document, cancelled ones are settled: that is how a person cures a double. */
function compareLinked(id: string, link: string, documents: CountedSalesOrder[]): Difference[] {
  const linked = documents.filter(({ number }) => number === link);
  const others = documents.filter(({ number, cancelled }) => number !== link && !cancelled);
  if (linked.length > 0)
    return others.length > 0 ? [difference("sales-orders-double", id, [...linked, ...others])] : [];
  const gone: Difference = { kind: "sales-order-gone", order: id, numbers: [link], state: null, problem: null };
  return others.length > 0 ? [gone, difference(surplus(others), id, others)] : [gone];
}

const surplus = (documents: CountedSalesOrder[]): DifferenceKind =>
  documents.length > 1 ? "sales-orders-double" : "sales-order-unlinked";

/** An order cancelled before its Sales Order needs none, unless one may have been made all the same. */
function isExpected({ status, step }: KnownOrder): boolean {
  if (step?.state === "not-needed" && step.waitReason !== "linked") return false;
  return !["cancelled", "returned"].includes(status) || step?.state === "in-doubt" || step?.state === "running";
}

/** Moving without a failure, or waiting for the other side. */
function isMoving({ state, waitReason, problem, fresh }: CountedStep): boolean {
  if (state === "waiting" && (waitReason === "order-complete" || waitReason === "switched-off")) return true;
  return fresh && problem === null && ["due", "running", "waiting"].includes(state);
}

/** An open order must be known here; a finished one only if it was placed after our first order. */
function isOurs({ status, fulfilment, placedAt }: CountedOrder, firstPlacedAt: string | null): boolean {
  if (status === "cancelled") return false;
  if (["new", "in-progress", "prepared"].includes(status)) return true;
  if (fulfilment === "channel" && status === "finalised") return true;
  return firstPlacedAt !== null && placedAt >= firstPlacedAt;
}

function difference(
  kind: DifferenceKind,
  order: string,
  documents: CountedSalesOrder[],
  step: CountedStep | null = null,
): Difference {
  const numbers = documents.map(({ number }) => number).sort();
  return { kind, order, numbers, state: step?.state ?? null, problem: step?.problem ?? null };
}
