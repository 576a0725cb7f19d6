import { eq } from "drizzle-orm";
import { ConnectorError, type FoundSalesOrder, type SalesOrderReference } from "@/lib/connectors/contract";
import { insertLink } from "@/lib/db/links";
import { linkedItems } from "@/lib/db/offers";
import { enteredFrom } from "@/lib/db/orders";
import { connections, orders } from "@/lib/db/schema";
import { dueSteps } from "@/lib/db/steps";
import { chargeDiffers } from "@/lib/domain/order";
import { type Problem, problem } from "@/lib/domain/problem";
import { externalReference, type SalesOrderDocument } from "@/lib/domain/sales-order";
import { beginWithNewest, buildByMapping, salesOrderInput, salesOrderMapping } from "@/lib/flows/build-sales-order";
import { compareOrder } from "@/lib/flows/compare-order";
import type { Feed } from "@/lib/flows/feed";
import { holdDiffering, stopDiscarded } from "@/lib/flows/hold-sales-order";
import type { Run } from "@/lib/flows/run";
import type { Outcome } from "@/lib/flows/step-outcome";
import { strangerLine } from "@/lib/flows/witness-lines";
import { leaveOrder, type StepWork, takeOrder, workStep } from "@/lib/flows/work-step";

const batchSize = 20;

/**
 * Started by every run, beside the acknowledgements that make orders ready. Each order becomes exactly one Sales Order: the
 * orders' leases are taken first, then one look in the ERP answers for the whole batch, then each is adopted or created.
 * After an unknown outcome nothing is created until two looks found nothing. Twice is safe: unique link, lease, look.
 * Stops at the link row.
 */
export async function createSalesOrders(run: Run, acknowledged: Feed): Promise<void> {
  const { ctx, open } = run;
  const seen = new Set<string>();
  while (!run.outOfTime() && run.mayUse("erp")) {
    await run.betweenSteps();
    const due = await dueSteps(ctx.db, {
      integrationId: open.row.id,
      kind: "create-sales-order",
      now: ctx.now(),
      looks: false,
      limit: batchSize + seen.size,
    });
    const fresh = due.filter(({ orderId }) => !seen.has(orderId)).slice(0, batchSize);
    // A full batch costs the ERP one look; so does a batch of one.
    if (fresh.length < batchSize && (await acknowledged.more(batchSize - fresh.length))) continue;
    if (fresh.length === 0) return;
    for (const { orderId } of fresh) seen.add(orderId);
    await createBatch(
      run,
      fresh.map(({ orderId }) => orderId),
    );
  }
}

type Sold = { placedAt: string; channelOrderId: string };
type Look = FoundSalesOrder[] | { failed: unknown };

async function createBatch(run: Run, orderIds: string[]): Promise<void> {
  const taken = [];
  for (const orderId of orderIds) {
    const order = await takeOrder(run, orderId);
    if (order) taken.push(order);
  }
  // Numbers follow the sale, as a person who looks for a document expects.
  taken.sort((a, b) => bySale(a.file.order, b.file.order));
  try {
    const references = taken.map(({ file }) => referenceOf(run, file.order.channelOrderId));
    const look: Look =
      references.length === 0
        ? []
        : await run.open.erp.findSalesOrders(references).catch((failed: unknown) => ({ failed }));
    const items = await linkedItems(run.ctx.db, run.open.row.id);
    for (const order of taken) {
      if (!run.mayUse("erp")) break;
      await workStep(run, order, "create-sales-order", (work) => createSalesOrder(work, look, items));
    }
  } finally {
    for (const order of taken) await leaveOrder(run, order);
  }
}

const bySale = (a: Sold, b: Sold) =>
  a.placedAt.localeCompare(b.placedAt) || a.channelOrderId.localeCompare(b.channelOrderId);

async function createSalesOrder(work: StepWork, look: Look, items: Map<string, string>): Promise<Outcome> {
  const { run, file, step } = work;
  if ("failed" in look) throw look.failed;
  if (file.link) return { kind: "done" };
  const found = await ownSalesOrders(run, file.order.channelOrderId, look);
  if (found.length > 1) {
    const numbers = found.map(({ orderType, number }) => `${orderType} ${number}`).join(", ");
    return {
      kind: "blocked",
      problem: problem("duplicate-sales-orders", "rejected", { order: file.order.channelOrderId, numbers }),
    };
  }
  if (found[0]) return link(work, found[0], { origin: "adopted", document: await documentOf(work, items) });
  if (step.state === "in-doubt") return { kind: "empty-look" };
  if (file.order.status === "cancelled") return { kind: "waiting", reason: "cancelled" };
  return create(work, items);
}

/** By the version the order began with, or the newest when it has not begun. */
async function documentOf({ run, file }: StepWork, items: Map<string, string>): Promise<SalesOrderDocument | Problem> {
  const prepared = await salesOrderMapping(run.ctx, run.open, file.order.mappingVersion);
  return buildByMapping(prepared, salesOrderInput(run.open, file.order, items));
}

async function create(work: StepWork, items: Map<string, string>): Promise<Outcome> {
  const { run, file } = work;
  const { data, gross } = file.order;
  if (chargeDiffers(data, run.open.settings.orders.totalTolerance)) {
    const params = { order: data.id, gross, charged: data.payment.charged ?? "" };
    return { kind: "blocked", problem: problem("charge-differs", "rejected", params) };
  }
  const stranger = await strangerLine(work);
  if (stranger) return { kind: "blocked", problem: stranger };
  file.order.mappingVersion ??= await beginWithNewest(run.ctx, run.open.row.id, file.order.id);
  const document = await documentOf(work, items);
  if ("code" in document) return { kind: "blocked", problem: document };
  // What goes out is what later changes are held against, even when the answer never comes.
  await work.intend((tx) =>
    tx
      .update(orders)
      .set({ entered: enteredFrom(file.order.data) })
      .where(eq(orders.id, file.order.id)),
  );
  const created = await run.open.erp.createSalesOrder(document);
  if (created.discarded) return stopDiscarded(work, created);
  return link(work, created, { origin: created.adopted ? "adopted" : "created", document });
}

type Made = { origin: "created" | "adopted"; document: SalesOrderDocument | Problem };

async function link(work: StepWork, found: FoundSalesOrder, { origin, document }: Made): Promise<Outcome> {
  const { run, file } = work;
  const now = run.ctx.now();
  const difference = await holdDiffering(work, found, document);
  const outcome = await work.finish(async (tx) => {
    const linked = await insertLink(tx, {
      orderId: file.order.id,
      erpId: run.open.erpConnection.id,
      orderType: found.orderType,
      orderNumber: found.number,
      total: found.total,
      difference,
      origin,
      linkedAt: now,
    });
    if (!linked)
      throw new ConnectorError("duplicate-sales-orders", "rejected", {
        order: file.order.channelOrderId,
        numbers: found.number,
      });
    await compareOrder(tx, file.order.id, { tolerance: run.open.settings.orders.totalTolerance });
  });
  // Nothing hangs on what was just made, and nobody need ask.
  if (origin === "created") for (const ids of run.nothingNew.values()) ids.add(file.order.id);
  await work.event(origin === "created" ? "sales-order-created" : "sales-order-adopted", {
    number: found.number,
    type: found.orderType,
    ...(file.order.mappingVersion ? { mapping: String(file.order.mappingVersion) } : {}),
  });
  return outcome;
}

function referenceOf(run: Run, orderId: string): SalesOrderReference {
  return {
    orderType: run.open.settings.orders.orderType,
    customerOrder: orderId,
    externalRef: externalReference(run.open.channelConnection.slug, orderId),
  };
}

/** What the look found of this order; a document that carries another channel's reference is that channel's. */
async function ownSalesOrders(run: Run, orderId: string, look: FoundSalesOrder[]): Promise<FoundSalesOrder[]> {
  const mine = referenceOf(run, orderId);
  const candidates = look.filter(
    ({ customerOrder, externalRef }) => customerOrder === orderId || externalRef === mine.externalRef,
  );
  const foreign = candidates.filter(({ externalRef }) => externalRef !== "" && externalRef !== mine.externalRef);
  if (foreign.length === 0) return candidates;
  const slugs = await run.ctx.db
    .select({ slug: connections.slug })
    .from(connections)
    .where(eq(connections.sellerId, run.open.row.sellerId));
  const others = new Set(
    slugs.map(({ slug }) => externalReference(slug, orderId)).filter((reference) => reference !== mine.externalRef),
  );
  return candidates.filter(({ externalRef }) => !others.has(externalRef));
}
