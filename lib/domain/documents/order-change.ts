import type { TotalDifference } from "@/lib/domain/documents/total-difference";
import { absolute, add, compare, type Decimal, subtract } from "@/lib/domain/money";
import type { Address, ChannelOrder } from "@/lib/domain/orders/order";
import { type Problem, problem } from "@/lib/domain/problem";

/**
 * What of an order its Sales Order was made from, or a person said to have entered since. Of the buyer only a digest
 * of name and address, so that a change shows and neither is stored.
 */
export type Submitted = {
  lines: { id: string; sku: string; name: string; quantity: number; unitPrice: Decimal }[];
  vouchers: { id: string; name: string; amount: Decimal }[];
  deposits: { id: string; name: string; quantity: number }[];
  shippingFee: Decimal;
  addressee: string;
  /** The buyer's total for which a person accepted the ERP's; null when nobody had to. */
  acceptedTotal: Decimal | null;
};

/** One thing that differs: `from` is in the Sales Order, `to` on the channel; empty where there is nothing to show. */
export type OrderChange = {
  what: "quantity" | "price" | "voucher" | "deposit" | "delivery-fee" | "addressee";
  name: string;
  from: string;
  to: string;
};

/** `digest` hashes buyer and address, so that only a change of them can be seen. */
export function submittedOf(order: ChannelOrder, digest: (text: string) => string): Submitted {
  const { shipping, billing, buyer, delivery } = order;
  return {
    lines: order.lines.map(({ id, sku, name, quantity, unitPrice }) => ({ id, sku, name, quantity, unitPrice })),
    vouchers: order.vouchers.map(({ id, name, net, vat }) => ({ id, name, amount: add(net, vat) })),
    deposits: order.deposits.map(({ lineId, name, quantity }) => ({ id: lineId, name, quantity })),
    shippingFee: order.shippingFee,
    addressee: digest(
      JSON.stringify([inOrder(shipping), inOrder(billing), buyer.name, buyer.taxId, delivery.lockerId]),
    ),
    acceptedTotal: null,
  };
}

/** jsonb does not keep the order of an object's keys. */
const inOrder = (address: Address) => Object.entries(address).sort(([a], [b]) => (a < b ? -1 : 1));

/** Every difference between what was submitted and what holds now; empty when the Sales Order says the same. */
export function changesBetween(before: Submitted, after: Submitted): OrderChange[] {
  const changes = pairs(before.lines, after.lines).flatMap(([was, is]): OrderChange[] => {
    const name = (is ?? was)?.sku || (is ?? was)?.name || "";
    const [from, to] = [was?.quantity ?? 0, is?.quantity ?? 0];
    if (from !== to) return [{ what: "quantity", name, from: `${from}`, to: `${to}` }];
    if (!was || !is || compare(was.unitPrice, is.unitPrice) === 0) return [];
    return [{ what: "price", name, from: was.unitPrice, to: is.unitPrice }];
  });
  for (const [was, is] of pairs(before.vouchers, after.vouchers)) {
    const [from, to] = [was?.amount ?? "0.00", is?.amount ?? "0.00"];
    if (compare(from, to) !== 0) changes.push({ what: "voucher", name: (is ?? was)?.name ?? "", from, to });
  }
  for (const [was, is] of pairs(before.deposits, after.deposits)) {
    const [from, to] = [was?.quantity ?? 0, is?.quantity ?? 0];
    if (from !== to) changes.push({ what: "deposit", name: (is ?? was)?.name ?? "", from: `${from}`, to: `${to}` });
  }
  if (compare(before.shippingFee, after.shippingFee) !== 0)
    changes.push({ what: "delivery-fee", name: "", from: before.shippingFee, to: after.shippingFee });
  if (before.addressee !== after.addressee) changes.push({ what: "addressee", name: "", from: "", to: "" });
  return changes;
}

function pairs<T extends { id: string }>(before: T[], after: T[]): [T | undefined, T | undefined][] {
  const [was, is] = [before, after].map((rows) => new Map(rows.map((row) => [row.id, row])));
  return [...new Set([...before, ...after].map(({ id }) => id))].map((id) => [was?.get(id), is?.get(id)]);
}

/** "SKU-1 2 → 1, @delivery-fee 19.99 → 0.00, @addressee"; a word behind `@` is put into the reader's language. */
export function describeChanges(changes: OrderChange[]): string {
  return changes
    .map(({ what, name, from, to }) => {
      const subject = what === "quantity" || what === "price" ? name : [`@${what}`, name].filter(Boolean).join(" ");
      return from || to ? `${subject} ${from} → ${to}` : subject;
    })
    .join(", ");
}

/**
 * What a person should look at on an order whose Sales Order exists although no step is stopped: the channel says
 * something else than was submitted, or the ERP's total differs by more than `tolerance`. A cancelled order has its own step.
 */
export function attentionFor(order: {
  status: ChannelOrder["status"];
  gross: Decimal;
  now: Submitted;
  submitted: Submitted;
  salesOrder: {
    number: string;
    total: Decimal | null;
    difference?: (TotalDifference & { status: string }) | null;
  };
  tolerance: Decimal;
}): Problem | null {
  const { gross, submitted, salesOrder, tolerance } = order;
  if (order.status === "cancelled") return null;
  const changes = changesBetween(submitted, order.now);
  if (changes.length > 0)
    return problem("order-changed", "rejected", { number: salesOrder.number, changes: describeChanges(changes) });
  if (salesOrder.total === null || compare(absolute(subtract(salesOrder.total, gross)), tolerance) <= 0) return null;
  if (submitted.acceptedTotal !== null && compare(submitted.acceptedTotal, gross) === 0) return null;
  const { number, total, difference } = salesOrder;
  const line = difference ? `${difference.line} ${difference.expected} → ${difference.actual}` : "–";
  return problem("total-differs", "rejected", {
    expected: gross,
    actual: total,
    number,
    line,
    status: difference?.status ?? "–",
  });
}
