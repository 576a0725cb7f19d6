import { createHash, randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { ConnectorError, type ErpFile, type ErpInvoice, type InvoiceKey } from "@/lib/connectors/contract";
import { invoices } from "@/lib/db/schema";
import { isPdf, isWhole, matchesPattern, publicFileName } from "@/lib/domain/invoice";
import { problem } from "@/lib/domain/problem";
import { isAttached } from "@/lib/flows/known-attachment";
import type { Outcome } from "@/lib/flows/step-outcome";
import type { StepWork } from "@/lib/flows/work-step";

const maxBytes = 10 * 1024 * 1024;
const daysAlive = 90;

type Carried = typeof invoices.$inferSelect;
type Found = { invoice: ErpInvoice; file: ErpFile };

/**
 * Started once the Sales Order exists, and looked at again until the ERP has a released invoice with its PDF. Publishes
 * the ERP's own bytes under one stable address per invoice and tells the channel to fetch them. Twice is safe: the
 * channel's own list is read before an attachment whose outcome is unknown is repeated. Nothing is ever made or changed.
 */
export async function attachInvoice(work: StepWork): Promise<Outcome> {
  const { run, file, beforeCall } = work;
  if (!file.link) return { kind: "waiting", reason: "sales-order" };
  await beforeCall();
  const progress = await run.progress({ orderType: file.link.orderType, number: file.link.orderNumber });
  if (progress.invoices.length === 0) return { kind: "waiting", reason: whatIsMissing(progress.shipments) };
  for (const key of progress.invoices) {
    const carried = await findCarried(work, key);
    if (carried?.attachedAt) continue;
    const ready = carried ?? (await carry(work, key));
    if ("kind" in ready) return ready;
    const refused = await attach(work, ready);
    if (refused) return refused;
  }
  return { kind: "done" };
}

function whatIsMissing(shipments: { status: string }[]) {
  if (shipments.length === 0) return "shipment" as const;
  return shipments.every(({ status }) => ["Open", "On Hold"].includes(status))
    ? ("shipment-confirmation" as const)
    : ("invoice" as const);
}

async function findCarried({ run, file }: StepWork, key: InvoiceKey): Promise<Carried | null> {
  const same = and(
    eq(invoices.orderId, file.order.id),
    eq(invoices.invoiceType, key.type),
    eq(invoices.invoiceNumber, key.number),
  );
  const [row] = await run.ctx.db.select().from(invoices).where(same);
  return row ?? null;
}

/** Reads the invoice's file from the ERP and stores it unchanged; the answer says why not, where it cannot. */
async function carry(work: StepWork, key: InvoiceKey): Promise<Carried | Outcome> {
  const { run, file, beforeCall } = work;
  const found = await findFile(work, key);
  if ("kind" in found) return found;
  await beforeCall();
  const bytes = await run.open.erp.downloadFile(found.file, maxBytes);
  if (!isPdf(bytes)) {
    return {
      kind: "blocked",
      problem: problem("invoice-not-pdf", "rejected", { invoice: key.number, file: found.file.name }),
    };
  }
  if (!isWhole(bytes))
    throw new ConnectorError(
      "unexpected-answer",
      "transient",
      { side: "erp" },
      `${found.file.name} came without its end`,
    );
  const now = run.ctx.now();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const [row] = await run.ctx.db
    .insert(invoices)
    .values({
      orderId: file.order.id,
      invoiceType: key.type,
      invoiceNumber: key.number,
      fileId: found.file.id,
      fileName: publicFileName(key.number),
      bytes,
      size: bytes.byteLength,
      sha256,
      token: randomBytes(24).toString("base64url"),
      readAt: now,
      expiresAt: new Date(now.getTime() + daysAlive * 86_400_000),
    })
    .onConflictDoNothing()
    .returning();
  await work.event("invoice-read", { invoice: key.number, sha256, size: String(bytes.byteLength) });
  return row ?? (await findCarried(work, key)) ?? { kind: "again", inSeconds: 5 };
}

async function findFile({ run, file, beforeCall }: StepWork, key: InvoiceKey): Promise<Found | Outcome> {
  await beforeCall();
  const invoice = await run.open.erp.readInvoice(key);
  if (!invoice.released) return { kind: "waiting", reason: "invoice-release" };
  const foreign = invoice.orders.filter(
    ({ orderType, number }) => orderType !== file.link?.orderType || number !== file.link?.orderNumber,
  );
  if (foreign.length > 0) {
    const others = foreign.map(({ number }) => number).join(", ");
    return { kind: "blocked", problem: problem("invoice-shared", "rejected", { invoice: key.number, orders: others }) };
  }
  const matching = invoice.files.filter(({ name }) => matchesPattern(name, run.open.settings.invoices.filePattern));
  if (matching.length > 1) {
    const files = matching.map(({ name }) => name).join(", ");
    return { kind: "blocked", problem: problem("invoice-ambiguous", "rejected", { invoice: key.number, files }) };
  }
  const [only] = matching;
  return only ? { invoice, file: only } : { kind: "waiting", reason: "invoice-file" };
}

/** Hands the address over; the row remembers it, so the same invoice never gets a second one. */
async function attach(work: StepWork, carried: Carried): Promise<Outcome | null> {
  const { run, file, step, beforeCall, intend } = work;
  const { channel } = run.open;
  const ref = { id: file.order.channelOrderId, fulfilment: file.order.fulfilment };
  const url = `${run.ctx.appUrl}/files/invoices/${carried.token}/${carried.fileName}`;
  const name = `Factura ${carried.invoiceNumber}`.slice(0, 60);
  // An adopted order may carry what was attached before our rows were lost.
  const already =
    (step.attempts > 0 || file.link?.origin === "adopted") && (await isAttached(work, carried, { name, url }));
  if (!already) {
    await beforeCall();
    await intend();
    await channel.attachInvoice(ref, { name, url });
  }
  await run.ctx.db.update(invoices).set({ attachedAt: run.ctx.now() }).where(eq(invoices.id, carried.id));
  await work.event("invoice-attached", { invoice: carried.invoiceNumber, sha256: carried.sha256 });
  return null;
}
