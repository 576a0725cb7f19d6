import type { Invoice } from "@/lib/db/invoices/invoices";
import { documentName } from "@/lib/domain/documents/invoice";
import type { StepWork } from "@/lib/flows/engine/run-step";

/** `address`: token and file name where the address is one of ours; null for a copy of the channel's own. */
export type Attached = { url: string; address: { token: string; fileName: string } | null };

/**
 * Where the channel shows this document, by its address or by type and name; null when it does not. One attached before
 * our rows were lost keeps the address it was attached with, so that it can still be fetched there (emag-api.md §5.7).
 */
export async function findAttachment(
  { run, aggregate, ensureLease }: StepWork,
  document: Invoice,
): Promise<Attached | null> {
  await ensureLease();
  const ref = { id: aggregate.order.channelOrderId, fulfilment: aggregate.order.fulfilment };
  const shown = await run.integration.channel.listAttachments(ref);
  const url = publicUrl(run.ctx.appUrl, document);
  const name = documentName(document.invoiceType, document.invoiceNumber);
  const found =
    shown.find((one) => one.url === url) ?? shown.find((one) => one.type === "invoice" && one.name === name);
  return found ? { url: found.url, address: addressOf(found.url, run.ctx.appUrl) } : null;
}

/** The public address of a document (contract: `/files/invoices/{token}/{name}.pdf`). */
export function publicUrl(appUrl: string, { token, fileName }: { token: string; fileName: string }): string {
  return `${appUrl}/files/invoices/${token}/${fileName}`;
}

/** Token and file name of a public address of ours; null for any other. */
export function addressOf(url: string, appUrl: string): { token: string; fileName: string } | null {
  const prefix = `${appUrl}/files/invoices/`;
  const [, token, fileName] = /^([A-Za-z0-9_-]{32})\/([A-Za-z0-9.-]+\.pdf)$/.exec(url.slice(prefix.length)) ?? [];
  return url.startsWith(prefix) && token && fileName ? { token, fileName } : null;
}
