import PDFDocument from "pdfkit";
import type { Awb } from "./state";

/** A small real PDF of an AWB label, A6. */
export function labelPdf(awb: Awb): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const document = new PDFDocument({ size: "A6", margin: 24 });
    const chunks: Uint8Array[] = [];
    document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    document.on("end", () => resolve(Buffer.concat(chunks)));
    document.on("error", reject);
    document.fontSize(16).text(`AWB ${awb.awb_number}`);
    document.fontSize(10).text(`${awb.courier_name}   order ${awb.order_id ?? ""}`);
    document.text(`COD ${awb.cash_on_delivery} ${awb.currency}   ${awb.weight} kg`);
    document.end();
  });
}
