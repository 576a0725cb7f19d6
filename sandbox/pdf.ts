import PDFDocument from "pdfkit";

/** What a printed sales invoice shows; amounts are decimal text, `issuedAt` epoch milliseconds. */
export type InvoicePrint = {
  number: string;
  issuedAt: number;
  date: string;
  currency: string;
  orderNumber: string;
  customerOrder: string;
  seller: string;
  buyer: string[];
  lines: { item: string; description: string; quantity: string; unitPrice: string; amount: string }[];
  net: string;
  tax: string;
  total: string;
};

/** The built-in fonts know no Romanian letters. */
const plain = (value: string): string => value.normalize("NFD").replace(/\p{M}/gu, "");

function draw(doc: PDFKit.PDFDocument, invoice: InvoicePrint): void {
  const write = (value: string, size = 10, gap = 0.2): void => {
    doc.fontSize(size).text(plain(value)).moveDown(gap);
  };
  write("FACTURA FISCALA", 20);
  write(`Seria si numarul: ${invoice.number}`, 12);
  write(`Data emiterii: ${invoice.date}`);
  write(`Comanda ERP: ${invoice.orderNumber}`);
  write(`Comanda eMAG: ${invoice.customerOrder || "-"}`, 10, 1);
  write(`Furnizor: ${invoice.seller}`);
  write(`Cumparator: ${invoice.buyer.filter(Boolean).join(", ")}`, 10, 1);
  for (const line of invoice.lines) {
    write(`${line.item}  ${line.description}`);
    write(`    ${line.quantity} x ${line.unitPrice} = ${line.amount} ${invoice.currency}`, 9, 0.4);
  }
  doc.moveDown();
  write(`Total fara TVA: ${invoice.net} ${invoice.currency}`);
  write(`TVA: ${invoice.tax} ${invoice.currency}`);
  write(`Total de plata: ${invoice.total} ${invoice.currency}`, 14);
}

/** A real one-document PDF; the same invoice gives the same text, and no two invoices the same bytes. */
export function invoicePdf(invoice: InvoicePrint): Promise<Buffer> {
  const doc = new PDFDocument({
    size: "A4",
    margin: 50,
    info: { Title: invoice.number, Author: plain(invoice.seller), CreationDate: new Date(invoice.issuedAt) },
  });
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
  draw(doc, invoice);
  doc.end();
  return done;
}
