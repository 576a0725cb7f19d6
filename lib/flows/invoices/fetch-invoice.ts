import { createHash } from "node:crypto";
import { ConnectorError, type ErpFile, type ErpInvoice } from "@/lib/connectors/contract";
import { changeInvoice, findWholeDownload, type Invoice } from "@/lib/db/invoices/invoices";
import { isCredit, isPdf, isVoided, isWhole, matchesPattern } from "@/lib/domain/documents/invoice";
import { problem } from "@/lib/domain/problem";
import type { StepWork } from "@/lib/flows/engine/run-step";
import type { StepOutcome } from "@/lib/flows/engine/step-outcome";

const maxBytes = 10 * 1024 * 1024;

/** Why a document does not go on now. */
export type Stop = Extract<StepOutcome, { kind: "waiting" | "blocked" }>;

/**
 * One document as it stands in the ERP, its bytes read and stored unchanged; the answer says why not, where it cannot.
 * Bytes that differ from what the buyer has are never taken without a person's word.
 */
export async function fetchInvoice(work: StepWork, document: Invoice, all: Invoice[]): Promise<Invoice | Stop> {
  const { run, ensureLease } = work;
  const { db } = run.ctx;
  await ensureLease();
  const invoice = await run.integration.erp.readInvoice({ type: document.invoiceType, number: document.invoiceNumber });
  const seen = await changeInvoice(db, document.id, { erpStatus: invoice.status, erpModified: invoice.modified });
  const isSent = seen.attachedAt !== null;
  if (isVoided(invoice.status)) return changeInvoice(db, seen.id, { lookAgain: false });
  const file = findFile(work, invoice, all);
  if ("kind" in file)
    return isSent && file.kind === "waiting" ? changeInvoice(db, seen.id, { lookAgain: false }) : file;
  // A print has other bytes each time: the stored one is used until its bytes are removed.
  if (file.printed && seen.bytes !== null) return changeInvoice(db, seen.id, { lookAgain: false });
  return keep(work, seen, file, await readTwice(work, file, invoice.number));
}

function findFile({ run, aggregate }: StepWork, invoice: ErpInvoice, all: Invoice[]): ErpFile | Stop {
  const blocked = (code: "invoice-shared" | "invoice-ambiguous", params: Record<string, string>): Stop => ({
    kind: "blocked",
    problem: problem(code, "rejected", { invoice: invoice.number, ...params }),
  });
  if (!invoice.released) return { kind: "waiting", reason: "invoice-release" };
  const foreign = foreignOrders(invoice, aggregate.link, all);
  if (foreign.length > 0) return blocked("invoice-shared", { orders: foreign.join(", ") });
  const { filePattern } = run.integration.settings.invoices;
  const matching = invoice.files.filter(({ name, printed }) => !printed && matchesPattern(name, filePattern));
  if (matching.length > 1) return blocked("invoice-ambiguous", { files: matching.map(({ name }) => name).join(", ") });
  const print = invoice.files.find(({ printed }) => printed);
  return matching[0] ?? print ?? { kind: "waiting", reason: "invoice-file" };
}

/** Orders behind a document that are not this one. A credit note may name a return order; its origin says whose it is. */
function foreignOrders(invoice: ErpInvoice, link: StepWork["aggregate"]["link"], all: Invoice[]): string[] {
  const own = new Set(all.filter((one) => !isCredit(one.invoiceType)).map((one) => one.invoiceNumber));
  const otherOrders = invoice.origins.map(({ number }) => number).filter((number) => !own.has(number));
  if (isCredit(invoice.type) && invoice.origins.length > 0) return otherOrders;
  return invoice.orders
    .filter(({ orderType, number }) => orderType !== link?.orderType || number !== link?.orderNumber)
    .map(({ number }) => number);
}

type Reading = { bytes: Uint8Array; sha256: string };

/** The ERP gives no checksum: only two equal readings show that no byte was altered on the way (acumatica-api.md §7.7). */
async function readTwice(work: StepWork, file: ErpFile, number: string): Promise<Reading | Stop> {
  const { run, ensureLease } = work;
  const broken = (what: string) =>
    new ConnectorError("unexpected-answer", "transient", { side: "erp" }, `${file.name} ${what}`);
  const read = async (): Promise<Reading> => {
    await ensureLease();
    const bytes = await run.integration.erp.downloadFile(file, maxBytes);
    return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
  };
  const first = await read();
  if (!isPdf(first.bytes))
    return { kind: "blocked", problem: problem("invoice-not-pdf", "rejected", { invoice: number, file: file.name }) };
  if (!isWhole(first.bytes)) throw broken("came without its end");
  // Two prints never agree: there only the file's end shows that it is complete.
  if (!file.printed && (await read()).sha256 !== first.sha256)
    throw broken("came with other bytes at the second reading");
  return first;
}

async function keep(
  work: StepWork,
  document: Invoice,
  file: ErpFile,
  reading: Reading | Stop,
): Promise<Invoice | Stop> {
  if ("kind" in reading) return reading;
  const { ctx } = work.run;
  const { bytes, sha256 } = reading;
  const content = { bytes, size: bytes.byteLength, sha256, fileId: file.id, readAt: ctx.now(), bytesRemovedAt: null };
  const settled = { lookAgain: false, otherSha256: null, decision: null };
  const isSame = document.sha256 === sha256;
  const isUnread = document.sha256 === null || (await findWholeDownload(ctx.db, document)) === null;
  if (isSame || (isUnread && !document.deliveredAt)) {
    if (!isSame) await sayRead(work, document, content);
    return changeInvoice(ctx.db, document.id, { ...content, ...settled });
  }
  const asked = document.otherSha256 === sha256 ? document.decision : null;
  if (asked === "keep") return changeInvoice(ctx.db, document.id, { lookAgain: false });
  if (asked === "publish") {
    await sayRead(work, document, content);
    const afresh = { publishedAt: null, publications: 0, fetchedAt: null, confirmedAt: null, deliveredAt: null };
    return changeInvoice(ctx.db, document.id, { ...content, ...settled, ...afresh });
  }
  await changeInvoice(ctx.db, document.id, { otherSha256: sha256, decision: null });
  return {
    kind: "blocked",
    problem: problem("invoice-replaced", "rejected", { invoice: document.invoiceNumber, file: file.name }),
  };
}

function sayRead(work: StepWork, document: Invoice, content: { size: number; sha256: string }): Promise<void> {
  const { sha256, size } = content;
  return work.event("invoice-read", { invoice: document.invoiceNumber, sha256, size: String(size) });
}
