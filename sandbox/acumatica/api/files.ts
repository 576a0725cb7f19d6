import { createHash, randomUUID } from "node:crypto";
import type { Shape } from "@/sandbox/acumatica/api/shape";
import { type Erp, touch } from "@/sandbox/acumatica/erp";
import { Failure, noEntity } from "@/sandbox/acumatica/failure";
import { type Row, text } from "@/sandbox/acumatica/record";
import type { StoredFile } from "@/sandbox/acumatica/state";

const formTitles: Record<string, string> = {
  SalesInvoice: "Invoices",
  Invoice: "Invoices",
  SalesOrder: "Sales Orders",
  Shipment: "Shipments",
  StockItem: "Stock Items",
};

/** `Invoices (Invoice, INV000046)\INV000046.pdf`: form title, keys, name (acumatica-api.md §7.7). */
export function storedName(erp: Erp, shape: Shape, owner: Row, name: string): string {
  const keys = shape.keys.map((key) => (erp.settings.filePadding ? text(owner, key).padEnd(15) : text(owner, key)));
  return `${formTitles[shape.entity] ?? shape.entity} (${keys.join(", ")})\\${name}`;
}

/** Stores bytes on a record; the same name again is a new version under the same file id (§7.7, §7.8). */
export function attach(
  erp: Erp,
  owner: Row,
  filename: string,
  bytes: Buffer,
  comment: string | null = null,
): StoredFile {
  const found = erp.state.files.find((file) => file.owner === owner.id && file.filename === filename);
  const content = {
    base64: bytes.toString("base64"),
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    attachedAt: erp.now(),
    comment,
  };
  const file: StoredFile = found ?? {
    id: randomUUID(),
    owner: owner.id,
    filename,
    versions: 0,
    downloads: 0,
    ...content,
  };
  Object.assign(file, content);
  file.versions += 1;
  if (!found) erp.state.files.push(file);
  owner.marks.attached = erp.now();
  if (erp.settings.fileTouchesDocument) {
    touch(erp, owner, ...["LastModified", "LastModifiedDate", "LastModifiedDateTime"].filter((f) => f in owner.values));
  }
  return file;
}

/** The bytes of a file; an unknown id is 404 or 500, nobody knows which (§10.1). */
export function readFile(erp: Erp, id: string): { file: StoredFile; bytes: Buffer } {
  const file = erp.state.files.find((f) => f.id === id.toLowerCase());
  if (!file) throw erp.settings.fileNotFound === 404 ? new Failure(404, { message: "File not found." }) : noEntity();
  return { file, bytes: Buffer.from(file.base64, "base64") };
}
