import { randomBytes } from "node:crypto";
import { ConnectorError } from "@/lib/connectors/contract";
import { addInvoices, changeInvoice, type Invoice, readDocuments } from "@/lib/db/invoices/invoices";
import { isCredit, isVoided } from "@/lib/domain/documents/invoice";
import { missingProgress } from "@/lib/domain/parcels/progress";
import type { StepWork } from "@/lib/flows/engine/run-step";
import type { StepOutcome } from "@/lib/flows/engine/step-outcome";
import { fetchInvoice, type Stop } from "@/lib/flows/invoices/fetch-invoice";
import { publishInvoice } from "@/lib/flows/invoices/publish-invoice";

/**
 * Started once the Sales Order exists, and looked at again until every released document of the order is delivered.
 * Publishes the ERP's own bytes, one stable address per document, in the ERP's order. Twice is safe: rows remember each
 * document, and the channel's list is read before an attachment of unknown outcome is repeated. Makes no document.
 * @throws ConnectorError; one of kind `rejected` only after the order's other documents were worked
 */
export async function attachInvoice(work: StepWork): Promise<StepOutcome> {
  const { run, aggregate } = work;
  if (!aggregate.link) return { kind: "waiting", reason: "sales-order" };
  const missing = await findDocuments(work);
  const documents = await readDocuments(run.ctx.db, aggregate.order.id);
  if (documents.length === 0) return missing ?? { kind: "waiting", reason: "invoice" };
  const stops: Stop[] = [];
  let refusal: ConnectorError | null = null;
  for (const document of documents) {
    const stop = await advance(work, document).catch((error: unknown) => {
      // A refused document stays where it is; the others of the order go on.
      if (!(error instanceof ConnectorError) || error.problem.kind !== "rejected") throw error;
      refusal ??= error;
      return { kind: "blocked" as const, problem: error.problem };
    });
    await changeInvoice(run.ctx.db, document.id, {
      waitReason: stop?.kind === "waiting" ? stop.reason : null,
      problem: stop?.kind === "blocked" ? stop.problem : null,
    });
    if (stop) stops.push(stop);
  }
  if (refusal) throw refusal;
  return mostUrgent(stops);
}

/** A person first, then whatever can happen soonest. */
function mostUrgent(stops: Stop[]): StepOutcome {
  const [blocked] = stops.filter(({ kind }) => kind === "blocked");
  if (blocked) return blocked;
  const waiting = stops.filter((stop) => stop.kind === "waiting");
  return waiting.sort((a, b) => (a.inSeconds ?? 0) - (b.inSeconds ?? 0))[0] ?? { kind: "done" };
}

/** Nothing of it is left to do here. */
const isSettled = (one: Invoice) =>
  !one.lookAgain &&
  (one.deliveredAt !== null ||
    (one.adopted && one.confirmedAt !== null) ||
    isVoided(one.erpStatus) ||
    one.withdrawnAt !== null);

/** Asks the ERP which documents the order has, unless all known ones are on their way; says what is missing. */
async function findDocuments({ run, aggregate, ensureLease }: StepWork): Promise<Stop | null> {
  const { link, order } = aggregate;
  const known = await readDocuments(run.ctx.db, order.id);
  if (!link || (known.length > 0 && known.every((one) => isSettled(one) || one.publishedAt))) return null;
  await ensureLease();
  const progress = await run.progress({ orderType: link.orderType, number: link.orderNumber });
  const token = () => randomBytes(24).toString("base64url");
  await addInvoices(run.ctx.db, { orderId: order.id, keys: progress.invoices, now: run.ctx.now(), token });
  return { kind: "waiting", reason: missingProgress(progress.shipments) };
}

async function advance(work: StepWork, found: Invoice): Promise<Stop | null> {
  const all = await readDocuments(work.run.ctx.db, found.orderId);
  const document = all.find(({ id }) => id === found.id) ?? found;
  if (isSettled(document)) return null;
  const isUnread = document.bytes === null || document.lookAgain || document.problem?.code === "invoice-replaced";
  const read = isUnread ? await fetchInvoice(work, document, all) : document;
  if ("kind" in read) return read;
  if (isSettled(read) || read.bytes === null) return null;
  return waitsForAnother(read, all) ? { kind: "waiting", reason: "invoice-before" } : publishInvoice(work, read);
}

/** A credit note means nothing to a buyer who has not seen what it takes back. */
const waitsForAnother = (document: Invoice, all: Invoice[]) =>
  isCredit(document.invoiceType) &&
  all.some(
    (one) => !isCredit(one.invoiceType) && one.position < document.position && !one.attachedAt && !isSettled(one),
  );
