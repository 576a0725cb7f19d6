import { changeInvoice, findWholeDownload, type Invoice } from "@/lib/db/invoices/invoices";
import { documentName, keepDays, maxPublications, republishSeconds } from "@/lib/domain/documents/invoice";
import { problem } from "@/lib/domain/problem";
import type { StepWork } from "@/lib/flows/engine/run-step";
import type { Stop } from "@/lib/flows/invoices/fetch-invoice";
import { findAttachment, publicUrl } from "@/lib/flows/invoices/find-attachment";

/**
 * Gives the channel a document's address and checks until the channel has downloaded the last byte and lists it. One
 * that is not fetched or not listed in time is published again under the same address, which replaces and never adds
 * (emag-api.md §5.2, §5.7). Null: delivered.
 */
export async function publishInvoice(work: StepWork, document: Invoice): Promise<Stop | null> {
  const asked = work.step.problem?.code;
  const personAsks = (asked === "invoice-not-fetched" || asked === "invoice-not-listed") && document.problem !== null;
  let published = document;
  if (!document.publishedAt) {
    const known = document.attachedAt === null && mayBeThere(work) ? await adopt(work, document) : null;
    published = known ?? (await publish(work, document));
  } else if (personAsks) published = await publish(work, { ...document, publications: 0 });
  if (published.adopted && published.confirmedAt) return null;
  return follow(work, published);
}

/** After a lost answer, a crash or the loss of our rows the channel may show it already. */
const mayBeThere = ({ step, aggregate }: StepWork) =>
  step.attempts > 0 || step.state === "in-doubt" || aggregate.link?.origin === "adopted";

async function adopt(work: StepWork, document: Invoice): Promise<Invoice | null> {
  const { ctx } = work.run;
  const found = await findAttachment(work, document);
  if (!found) return null;
  const now = ctx.now();
  // An address that is not this row's was attached before the row was made: its downloads are not in our rows.
  const adopted = found.url !== publicUrl(ctx.appUrl, document);
  const known = { attachedAt: now, publishedAt: now, publications: 1, confirmedAt: now, adopted };
  const row = await changeInvoice(ctx.db, document.id, { ...found.address, ...known, ...kept(work, now) });
  await work.event("invoice-attached", { invoice: document.invoiceNumber, sha256: document.sha256 ?? "" });
  return row;
}

const kept = ({ run }: StepWork, now: Date) => ({
  expiresAt: new Date(now.getTime() + keepDays(run.integration.settings.invoices) * 86_400_000),
});

async function publish(work: StepWork, document: Invoice): Promise<Invoice> {
  const { run, aggregate, commitIntent } = work;
  const { ctx } = run;
  // Before the call: the channel may download before its answer arrives here.
  await changeInvoice(ctx.db, document.id, kept(work, ctx.now()));
  const ref = { id: aggregate.order.channelOrderId, fulfilment: aggregate.order.fulfilment };
  const name = documentName(document.invoiceType, document.invoiceNumber);
  await commitIntent();
  const again = document.attachedAt !== null;
  await run.integration.channel.attachInvoice(ref, { name, url: publicUrl(ctx.appUrl, document), again });
  const now = ctx.now();
  const row = await changeInvoice(ctx.db, document.id, {
    attachedAt: document.attachedAt ?? now,
    publishedAt: now,
    publications: document.publications + 1,
  });
  const event = again ? "invoice-published-again" : "invoice-attached";
  await work.event(event, { invoice: document.invoiceNumber, sha256: document.sha256 ?? "" });
  return row;
}

async function follow(work: StepWork, published: Invoice): Promise<Stop | null> {
  const { ctx } = work.run;
  const fetchedAt = published.fetchedAt ?? (await findWholeDownload(ctx.db, published));
  const waited = (ctx.now().getTime() - (published.publishedAt ?? ctx.now()).getTime()) / 1000;
  const isOverdue = waited >= republishSeconds(published.publications);
  const mustLook = published.confirmedAt === null && (fetchedAt !== null || isOverdue);
  const listed = mustLook ? await findAttachment(work, published) : null;
  const confirmedAt = published.confirmedAt ?? (listed ? ctx.now() : null);
  // The channel shows a copy of its own: it has the file, although no download is in our rows (emag-api.md §5.5).
  const isCopy = listed !== null && listed.address === null && fetchedAt === null;
  const deliveredAt = fetchedAt && confirmedAt ? ctx.now() : null;
  const row = await changeInvoice(ctx.db, published.id, {
    fetchedAt,
    confirmedAt,
    deliveredAt,
    adopted: published.adopted || isCopy,
  });
  if (deliveredAt) await work.event("invoice-delivered", { invoice: row.invoiceNumber, sha256: row.sha256 ?? "" });
  if (deliveredAt || isCopy) return null;
  if (!isOverdue) return { kind: "waiting", reason: "invoice-fetch", inSeconds: nextLook(row, fetchedAt, waited) };
  if (row.publications < maxPublications) return follow(work, await publish(work, row));
  const code = fetchedAt ? "invoice-not-listed" : "invoice-not-fetched";
  const params = { invoice: row.invoiceNumber, times: String(row.publications) };
  return { kind: "blocked", problem: problem(code, "rejected", params) };
}

/**
 * Whether it was downloaded costs nothing to see, so every heartbeat looks; the channel's list is asked every two
 * minutes. The end of a download wakes the step besides.
 */
function nextLook({ publications }: Invoice, fetchedAt: Date | null, waited: number): number {
  return fetchedAt ? Math.min(Math.ceil(republishSeconds(publications) - waited), 120) : 0;
}
