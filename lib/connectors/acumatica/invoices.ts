import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { archived, readRecord } from "@/lib/connectors/acumatica/odata/record";
import type { Settings } from "@/lib/connectors/acumatica/settings";
import { rows, text } from "@/lib/connectors/acumatica/wire";
import type { ChangedInvoice, ErpFile, ErpInvoice, InvoiceKey, SalesOrderKey } from "@/lib/connectors/contract";

/** Anything else is a draft, or no longer valid (acumatica-api.md §7.5). */
const released = new Set(["Open", "Closed"]);

const header = z.object({
  Type: text,
  ReferenceNbr: text,
  Status: text,
  CustomerOrder: text,
  LastModifiedDateTime: text,
  Details: rows(z.object({ OrderType: text, OrderNbr: text, OrigInvType: text, OrigInvNbr: text })),
});
const invoice = header.extend({
  files: rows(z.object({ id: z.string(), filename: z.string(), href: z.string() })),
});
const select = "Type,ReferenceNbr,Status,CustomerOrder,LastModifiedDateTime,Details";

/** An invoice, the orders its lines come from, and its files (acumatica-api.md §7.2, §7.7); only ever read. */
export async function readInvoice(client: Client, key: InvoiceKey): Promise<ErpInvoice> {
  const found = await readRecord(client, invoice, ["SalesInvoice", key.type, key.number], {
    $select: `${select},files`,
    // Lower case: `Files` comes back empty (§1.1).
    $expand: "Details,files",
  });
  const document = changed({ ...found, Type: found.Type || key.type, ReferenceNbr: found.ReferenceNbr || key.number });
  return {
    ...document,
    files: [
      ...found.files.map(({ id, filename, href }) => ({ id, name: nameOf(filename), href })),
      ...printedBy(client.settings, document),
    ],
  };
}

/** The report that prints a document, where the settings name one that can tell it from others of its number (§7.9). */
function printedBy(
  { invoiceReport, invoiceReportType }: Settings,
  { type, number, released }: ChangedInvoice,
): ErpFile[] {
  if (!invoiceReport || !released || (invoiceReportType === undefined && type !== "Invoice")) return [];
  return [{ id: `report ${invoiceReport}`, name: `${number}.pdf`, href: "", printed: { type, number } }];
}

const pageSize = 100;
/** Records are stamped when saved and seen when committed (§4.4). */
const overlapMs = 10 * 60_000;
const firstLookMs = 24 * 60 * 60_000;

/** Documents changed since a stamp of the ERP's, archived ones too (§4.4); `now` is asked only for the first look. */
export async function listChangedInvoices(
  client: Client,
  since: string | null,
  now: () => Date,
): Promise<ChangedInvoice[]> {
  const known = since === null ? Number.NaN : Date.parse(since);
  const from = new Date(Number.isNaN(known) ? now().getTime() - firstLookMs : known - overlapMs);
  const $filter = `LastModifiedDateTime ge datetimeoffset'${from.toISOString()}'`;
  const found = new Map<string, ChangedInvoice>();
  for (let skip = 0; ; skip += pageSize) {
    const parameters = { $filter, $select: select, $expand: "Details", $top: pageSize, $skip: skip || undefined };
    const url = client.entity("SalesInvoice", parameters);
    const page = (await client.read(z.array(header), { url, headers: archived })) ?? [];
    for (const row of page) found.set(`${row.Type}/${row.ReferenceNbr}`, changed(row));
    if (page.length < pageSize) return [...found.values()];
  }
}

function changed(found: z.output<typeof header>): ChangedInvoice {
  const orders = new Map<string, SalesOrderKey>();
  const origins = new Map<string, InvoiceKey>();
  for (const { OrderType, OrderNbr, OrigInvType, OrigInvNbr } of found.Details) {
    if (OrderNbr) orders.set(`${OrderType}/${OrderNbr}`, { orderType: OrderType, number: OrderNbr });
    if (OrigInvNbr) origins.set(`${OrigInvType}/${OrigInvNbr}`, { type: OrigInvType, number: OrigInvNbr });
  }
  return {
    type: found.Type,
    number: found.ReferenceNbr,
    status: found.Status,
    released: released.has(found.Status),
    orders: [...orders.values()],
    origins: [...origins.values()],
    customerOrder: found.CustomerOrder,
    modified: found.LastModifiedDateTime,
  };
}

/** `Invoices (Invoice, INV000046)\INV000046.pdf` → `INV000046.pdf`; the part before varies too much to be matched (§7.7). */
function nameOf(filename: string): string {
  return filename.slice(filename.lastIndexOf("\\") + 1).trim();
}
