import type { Client } from "@/lib/connectors/acumatica/client";
import { lostAnswer } from "@/lib/connectors/acumatica/failure";
import { wrap } from "@/lib/connectors/acumatica/wire";
import { ConnectorError, type ErpFile, type InvoiceKey } from "@/lib/connectors/contract";

/** The ERP's own print of a document (§7.9); the names of the report's fields are the customer's. */
function printInvoice(client: Client, { type, number }: InvoiceKey, maxBytes: number) {
  const { invoiceReport = "", invoiceReportType, invoiceReportNumber = "" } = client.settings;
  const fields = { [invoiceReportNumber]: number, ...(invoiceReportType && { [invoiceReportType]: type }) };
  return client.print(invoiceReport, wrap(fields), maxBytes);
}

/**
 * The bytes behind a file's link, unchanged (acumatica-api.md §7.7). Throws `rejected` when they are more than
 * `maxBytes`, `transient` for a page instead of a file.
 */
export async function downloadFile(client: Client, file: ErpFile, maxBytes: number): Promise<Uint8Array> {
  const answer = file.printed
    ? await printInvoice(client, file.printed, maxBytes)
    : await client.readBytes(client.link(file.href), maxBytes);
  const isPage = /^text\/html/i.test(answer.header("content-type") ?? "") && !/\.html?$/i.test(file.name);
  // A sign-in or error page comes with 200 as well; the file itself is never sent as HTML.
  if (isPage) throw lostAnswer("read", "a page came instead of the file");
  if (answer.body.byteLength === 0) throw lostAnswer("read", "an empty answer came instead of the file");
  if (answer.body.byteLength <= maxBytes) return answer.body;
  throw new ConnectorError("unexpected-answer", "rejected", {}, `the file is longer than ${maxBytes} bytes`);
}
