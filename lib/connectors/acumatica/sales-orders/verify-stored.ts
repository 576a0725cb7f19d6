import { asRecord } from "@/lib/connectors/acumatica/wire";
import type { CreatedSalesOrder } from "@/lib/connectors/contract";
import { absolute, compare, isDecimal, subtract } from "@/lib/domain/money";

/** A value that was sent and is stored otherwise; `field` is its path, `Details[2]/UnitPrice`. */
type ValueNotStored = NonNullable<CreatedSalesOrder["notStored"]>;

type Rule = "code" | "text" | "number" | "flag";

/**
 * What must be stored as it was sent, because the ERP answers 200 and keeps the old value where a right or a rule is in
 * the way (acumatica-api.md §4.5). Parts a form may rewrite (phone masks, descriptions) are not among them.
 */
const rules: Record<string, Rule> = {
  OrderType: "code",
  CustomerID: "code",
  CustomerOrder: "text",
  ExternalRef: "text",
  Branch: "code",
  CurrencyID: "code",
  Hold: "flag",
  "FinancialSettings/CustomerTaxZone": "code",
  "ShipToAddress/AddressLine1": "text",
  "ShipToAddress/City": "text",
  "ShipToAddress/State": "code",
  "ShipToAddress/PostalCode": "text",
  "ShipToAddress/Country": "code",
  "ShipToContact/BusinessName": "text",
  "BillToAddress/AddressLine1": "text",
  "BillToAddress/City": "text",
  "BillToAddress/PostalCode": "text",
  "BillToAddress/Country": "code",
  "BillToContact/BusinessName": "text",
  "Details/InventoryID": "code",
  "Details/WarehouseID": "code",
  "Details/OrderQty": "number",
  "Details/UnitPrice": "number",
  "Details/TaxCategory": "code",
};

/** Every collection and linked entity the answer must be expanded by for the look below. */
export const expanded = ["BillToAddress", "BillToContact", "Details", "FinancialSettings", "ShipToAddress"]
  .concat("ShipToContact")
  .join(",");

/** The values of a body that its answer shows as not stored; what the answer does not show is left out. */
export function verifyStored(body: unknown, answer: unknown): ValueNotStored[] {
  const sent = asRecord(body) ?? {};
  const stored = asRecord(answer) ?? {};
  return Object.keys(rules).flatMap((path) => {
    const [head = "", field] = path.split("/");
    if (head !== "Details" || !field) return differing(path, path, sent, stored);
    const [lines, kept] = [rowsOf(sent.Details), rowsOf(stored.Details)];
    // An empty list is one that was not expanded.
    if (kept.length === 0) return [];
    if (field === "InventoryID" && kept.length !== lines.length)
      return [{ field: "Details", sent: String(lines.length), stored: String(kept.length) }];
    return lines.flatMap((line, i) =>
      differing(path, `Details[${i + 1}]/${field}`, { Details: line }, { Details: kept[i] }),
    );
  });
}

function differing(
  path: string,
  name: string,
  sent: Record<string, unknown>,
  stored: Record<string, unknown>,
): ValueNotStored[] {
  const [was, is] = [valueAt(sent, path), valueAt(stored, path)];
  const rule = rules[path];
  if (was === null || was === "" || is === null || !rule || isKept(rule, was, is)) return [];
  // What a buyer's address says stays out of problems.
  const isPrivate = /Address|Contact/.test(path);
  return [{ field: name, sent: isPrivate ? "" : was, stored: isPrivate ? "" : is }];
}

/** Null where the field is not there; an empty one (`{}`) is empty text, once its record holds any field at all. */
function valueAt(record: Record<string, unknown>, path: string): string | null {
  const parts = path.split("/");
  const field = parts.pop() ?? "";
  const holder = parts.reduce<Record<string, unknown> | null>((here, part) => asRecord(here?.[part]), record);
  const wrapped = asRecord(holder?.[field]);
  if (!wrapped) return null;
  const { value } = wrapped;
  if (value === undefined || value === null) return "";
  return typeof value === "object" && "digits" in value ? String(value.digits) : String(value);
}

function isKept(rule: Rule, sent: string, stored: string): boolean {
  if (rule === "number") {
    if (!isDecimal(sent) || !isDecimal(stored)) return sent === stored;
    // Prices are rounded to the company's decimals (§5.7); what that adds up to shows in the total.
    return compare(absolute(subtract(sent, stored)), "0.01") <= 0;
  }
  const [was, is] = [plain(sent), plain(stored)];
  if (rule === "text") return is === was || (is !== "" && was.startsWith(is) && is.length >= 30);
  return was === is;
}

const plain = (text: string): string => text.trim().replace(/\s+/g, " ").toUpperCase();

const rowsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.map((row) => asRecord(row) ?? {}) : [];
