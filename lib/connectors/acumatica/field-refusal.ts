import { asRecord } from "@/lib/connectors/acumatica/wire";
import { ConnectorError } from "@/lib/connectors/contract";
import type { ProblemCode } from "@/lib/domain/problem";

/** One message of a 422 body: the field's path without row numbers, what was sent, and what was said of it. */
type FieldError = { field: string; value: string; message: string };

const unknownCodes: Record<string, { code: ProblemCode; param: string }> = {
  InventoryID: { code: "item-unknown", param: "item" },
  CustomerID: { code: "customer-unknown", param: "customer" },
  WarehouseID: { code: "warehouse-unknown", param: "warehouse" },
  OrderType: { code: "order-type-unknown", param: "orderType" },
};

const duplicate = /same customer order number/i;
const notFound = /cannot be found|not found|does not exist|inactive/i;

/** What a 422 says: the field errors of the echoed entity, known ones by their own code (acumatica-api.md §4.9). */
export function fieldRefusal(body: unknown, fallback: string): ConnectorError {
  const errors = collect(body, "");
  const detail =
    errors
      .map(({ field, message }) => `${field || "record"}: ${message}`)
      .join("; ")
      .slice(0, 500) || fallback;
  const repeated = errors.find(({ message }) => duplicate.test(message));
  if (repeated) return new ConnectorError("duplicate-refused", "rejected", { message: repeated.message }, detail);
  const first = errors.find((error) => !isSummary(error));
  if (!first) {
    const message = errors[0]?.message ?? fallback;
    return knownRefusal([fallback]) ?? new ConnectorError("refused", "rejected", { message }, detail);
  }
  const known = unknownCodes[first.field.split("/").at(-1) ?? ""];
  if (known && notFound.test(first.message)) {
    const same = errors.filter(({ field, message }) => field === first.field && notFound.test(message));
    const values = [...new Set(same.map(({ value }) => value))].join(", ");
    return new ConnectorError(known.code, "rejected", { [known.param]: values }, detail);
  }
  return new ConnectorError("field-refused", "rejected", { field: first.field, message: first.message }, detail);
}

/** The refusals that come as a bare exception and still have a code of their own (§5.6). */
export function knownRefusal(messages: string[]): ConnectorError | null {
  const message = messages.find((candidate) => duplicate.test(candidate));
  return message ? new ConnectorError("duplicate-refused", "rejected", { message }, message) : null;
}

/** Every `error` of the body, with the path of what it stands on. */
function collect(node: unknown, path: string): FieldError[] {
  if (Array.isArray(node)) return node.flatMap((row) => collect(row, path));
  const here = asRecord(node);
  if (!here) return [];
  const inner = Object.entries(here).flatMap(([name, member]) =>
    name === "custom" ? [] : collect(member, path ? `${path}/${name}` : name),
  );
  if (typeof here.error !== "string" || !here.error.trim()) return inner;
  const value = typeof here.value === "string" ? here.value.trim() : "";
  return [...inner, { field: path, value, message: here.error.trim().slice(0, 300) }];
}

/** Rows and the record only say that something in them is wrong. */
const isSummary = ({ field, message }: FieldError): boolean =>
  field === "" || /raised at least one error/i.test(message);
