import { eq } from "drizzle-orm";
import { ConnectorError, type FoundSalesOrder, type SalesOrderReference } from "@/lib/connectors/contract";
import { newestVersion } from "@/lib/db/mappings/mappings";
import { insertLink } from "@/lib/db/orders/links";
import { submittedFrom } from "@/lib/db/orders/orders";
import { dueSteps } from "@/lib/db/orders/steps";
import { connections } from "@/lib/db/schema";
import { offersOfLines } from "@/lib/db/stock/offers";
import { externalReference, type SalesOrderDocument } from "@/lib/domain/documents/sales-order";
import { chargeDiffers } from "@/lib/domain/orders/order";
import { type Problem, problem } from "@/lib/domain/problem";
import type { Backlog } from "@/lib/flows/engine/backlog";
import type { Run } from "@/lib/flows/engine/run";
import { type LeasedOrder, leaseOrders, releaseOrders, runStep, type StepWork } from "@/lib/flows/engine/run-step";
import type { StepOutcome } from "@/lib/flows/engine/step-outcome";
import { buildSalesOrder, salesOrderInput, salesOrderMapping } from "@/lib/flows/mappings/build-sales-order";
import { checkLines } from "@/lib/flows/orders/check-lines";
import { compareOrder } from "@/lib/flows/orders/compare-order";
import { blockNotStored, holdSalesOrder } from "@/lib/flows/orders/hold-sales-order";

const batchSize = 20;

/**
 * Started by every run, beside the acknowledgements that make orders ready. Each order becomes exactly one Sales Order:
 * the orders are leased first, then one look in the ERP answers for the whole batch, then each is adopted or created.
 * After an unknown outcome nothing is created until two looks found nothing. Twice is safe: unique link, lease, look.
 * Stops at the link row.
 */
export async function createSalesOrder(run: Run, acknowledged: Backlog): Promise<void> {
  const { ctx, integration } = run;
  const seen = new Set<string>();
  while (!run.outOfTime() && run.isSideAvailable("erp")) {
    await run.onBetweenSteps();
    const due = await dueSteps(ctx.db, {
      integrationId: integration.row.id,
      kind: "create-sales-order",
      now: ctx.now(),
      polls: false,
      limit: batchSize + seen.size,
    });
    const fresh = due.filter(({ orderId }) => !seen.has(orderId)).slice(0, batchSize);
    // A full batch costs the ERP one look; so does a batch of one.
    if (fresh.length < batchSize && (await acknowledged.waitFor(batchSize - fresh.length))) continue;
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
  const leased = await leaseOrders(run, orderIds);
  if (leased.length === 0) return;
  // Numbers follow the sale, as a person who looks for a document expects.
  leased.sort((a, b) => bySale(a.aggregate.order, b.aggregate.order));
  try {
    const batch = await readBatch(run, leased);
    for (const order of leased) {
      if (!run.isSideAvailable("erp")) break;
      await runStep(run, order, "create-sales-order", (work) => adoptOrCreate(work, batch));
    }
  } finally {
    await releaseOrders(run, leased);
  }
}

/** Read once for all orders of a batch. */
type Batch = {
  look: Look;
  /** The ERP item of an offer where it differs from the part number. */
  items: Map<string, string>;
  partNumbers: Map<string, string>;
  newestMapping: number;
};

async function readBatch({ ctx, integration }: Run, leased: LeasedOrder[]): Promise<Batch> {
  const orders = leased.map(({ aggregate }) => aggregate.order);
  const references = orders.map(({ channelOrderId }) => referenceOf(integration, channelOrderId));
  const look: Look = await integration.erp.findSalesOrders(references).catch((failed: unknown) => ({ failed }));
  const offerIds = new Set(orders.flatMap(({ data }) => data.lines.map(({ offerId }) => offerId)));
  const offers = [...(await offersOfLines(ctx.db, integration.row.id, [...offerIds]))];
  const mapping = await newestVersion(ctx.db, { integrationId: integration.row.id, kind: "sales-order" }, ctx.now());
  return {
    look,
    items: new Map(offers.flatMap(([id, { itemId }]) => (itemId ? [[id, itemId] as const] : []))),
    partNumbers: new Map(offers.map(([id, { sku }]) => [id, sku])),
    newestMapping: mapping.version,
  };
}

const bySale = (a: Sold, b: Sold) =>
  a.placedAt.localeCompare(b.placedAt) || a.channelOrderId.localeCompare(b.channelOrderId);

async function adoptOrCreate(work: StepWork, batch: Batch): Promise<StepOutcome> {
  const { run, aggregate, step } = work;
  const { look } = batch;
  if ("failed" in look) throw look.failed;
  if (aggregate.link) return { kind: "done" };
  const found = await ownSalesOrders(run, aggregate.order.channelOrderId, look);
  if (found.length > 1) {
    const numbers = found.map(({ orderType, number }) => `${orderType} ${number}`).join(", ");
    return {
      kind: "blocked",
      problem: problem("duplicate-sales-orders", "rejected", { order: aggregate.order.channelOrderId, numbers }),
    };
  }
  if (found[0]) {
    const { mappingVersion } = aggregate.order;
    const document = await documentOf(work, batch, mappingVersion);
    return link(work, found[0], { origin: "adopted", document, mappingVersion });
  }
  if (step.state === "in-doubt") return { kind: "empty-look" };
  if (aggregate.order.status === "cancelled") return { kind: "not-wanted" };
  return create(work, batch);
}

/** By a published version; null stands for the newest. */
async function documentOf(
  { run, aggregate }: StepWork,
  { items }: Batch,
  version: number | null,
): Promise<SalesOrderDocument | Problem> {
  const prepared = await salesOrderMapping(run.ctx, run.integration, version);
  return buildSalesOrder(prepared, salesOrderInput(run.integration, aggregate.order, items));
}

async function create(work: StepWork, batch: Batch): Promise<StepOutcome> {
  const { run, aggregate } = work;
  const { data, gross } = aggregate.order;
  if (chargeDiffers(data, run.integration.settings.orders.totalTolerance)) {
    const params = { order: data.id, gross, charged: data.payment.charged ?? "" };
    return { kind: "blocked", problem: problem("charge-differs", "rejected", params) };
  }
  const mismatch = await checkLines(work, batch.partNumbers);
  if (mismatch) return { kind: "blocked", problem: mismatch };
  // An order keeps the version it began with, whatever is published before its outcome is known.
  const mappingVersion = aggregate.order.mappingVersion ?? batch.newestMapping;
  const document = await documentOf(work, batch, mappingVersion);
  if ("code" in document) return { kind: "blocked", problem: document };
  // What goes out is what later changes are held against, even when the answer never comes.
  await work.commitIntent({ submitted: submittedFrom(data), mappingVersion });
  const created = await run.integration.erp.createSalesOrder(document);
  if (created.notStored) return blockNotStored(work, created);
  return link(work, created, { origin: created.adopted ? "adopted" : "created", document, mappingVersion });
}

type Made = {
  origin: "created" | "adopted";
  document: SalesOrderDocument | Problem;
  mappingVersion: number | null;
};

async function link(work: StepWork, found: FoundSalesOrder, made: Made): Promise<StepOutcome> {
  const { run, aggregate } = work;
  const { origin, mappingVersion } = made;
  const now = run.ctx.now();
  const difference = await holdSalesOrder(work, found, made.document);
  const entry = {
    kind: origin === "created" ? "sales-order-created" : "sales-order-adopted",
    params: {
      number: found.number,
      type: found.orderType,
      ...(mappingVersion ? { mapping: String(mappingVersion) } : {}),
    },
  } as const;
  const outcome = await work.completeStep(async (tx) => {
    const linked = await insertLink(tx, {
      orderId: aggregate.order.id,
      erpId: run.integration.erpConnection.id,
      orderType: found.orderType,
      orderNumber: found.number,
      total: found.total,
      difference,
      origin,
      linkedAt: now,
    });
    if (!linked)
      throw new ConnectorError("duplicate-sales-orders", "rejected", {
        order: aggregate.order.channelOrderId,
        numbers: found.number,
      });
    await compareOrder(tx, aggregate.order.id, { tolerance: run.integration.settings.orders.totalTolerance });
  }, entry);
  // A Sales Order made in this run has no shipment or invoice yet: saves one read per order and kind of step.
  if (origin === "created") for (const ids of run.unchanged.values()) ids.add(aggregate.order.id);
  return outcome;
}

function referenceOf({ settings, channelConnection }: Run["integration"], orderId: string): SalesOrderReference {
  return {
    orderType: settings.orders.orderType,
    customerOrder: orderId,
    externalRef: externalReference(channelConnection.slug, orderId),
  };
}

/** What the look found of this order; a document that carries another channel's reference is that channel's. */
async function ownSalesOrders(run: Run, orderId: string, look: FoundSalesOrder[]): Promise<FoundSalesOrder[]> {
  const mine = referenceOf(run.integration, orderId);
  const candidates = look.filter(
    ({ customerOrder, externalRef }) => customerOrder === orderId || externalRef === mine.externalRef,
  );
  const foreign = candidates.filter(({ externalRef }) => externalRef !== "" && externalRef !== mine.externalRef);
  if (foreign.length === 0) return candidates;
  const slugs = await run.ctx.db
    .select({ slug: connections.slug })
    .from(connections)
    .where(eq(connections.sellerId, run.integration.row.sellerId));
  const others = new Set(
    slugs.map(({ slug }) => externalReference(slug, orderId)).filter((reference) => reference !== mine.externalRef),
  );
  return candidates.filter(({ externalRef }) => !others.has(externalRef));
}
