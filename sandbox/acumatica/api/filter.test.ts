import { describe, expect, test } from "vitest";
import { compileFilter } from "@/sandbox/acumatica/api/filter";
import { salesOrder } from "@/sandbox/acumatica/api/schema";
import { defaults } from "@/sandbox/acumatica/defaults";
import type { Erp } from "@/sandbox/acumatica/erp";
import { Failure } from "@/sandbox/acumatica/failure";
import { row } from "@/sandbox/acumatica/record";

const erp = { settings: defaults } as Erp;
const order = row(
  {
    OrderType: "EM",
    CustomerOrder: "243987112",
    Description: "O'Neil",
    Hold: false,
    OrderTotal: "149.97",
    Date: "2026-03-02",
    LastModified: Date.parse("2026-03-02T10:15:42.317+02:00"),
  },
  {
    one: { ShipToAddress: row({ City: "Cluj-Napoca" }) },
    custom: { Document: { UsrEmagOrderId: { type: "CustomStringField", value: "77" } } },
  },
);

const matches = (filter: string): boolean => compileFilter(erp, salesOrder, filter).test(order);

const status = (filter: string): number => {
  try {
    return matches(filter) ? 1 : 0;
  } catch (error) {
    return error instanceof Failure ? error.status : -1;
  }
};

describe("$filter understands what the reference lists (§4.2)", () => {
  test.each([
    "OrderType eq 'em' and CustomerOrder eq '243987112'",
    "(OrderType eq 'SO' or OrderType eq 'EM') and Hold eq false",
    "OrderType eq 'SO' and OrderType eq 'X' or CustomerOrder ne '1'",
    "substringof('9871',CustomerOrder)",
    "startswith(CustomerOrder,'2439') and endswith(CustomerOrder,'112')",
    "Description eq 'o''neil'",
    "OrderTotal ge 149.97 and OrderTotal lt 150",
    "LastModified gt datetimeoffset'2026-03-02T08:15:42.316Z'",
    "LastModified ge datetimeoffset'2026-03-02T10:15:42.317+02:00'",
    "LastModified lt datetimeoffset'2026-03-02T10:15:43'",
    "Date gt date'2026-03-01'",
    "ShipToAddress/City eq 'cluj-napoca'",
    "ExternalRef eq null",
    "cf.String(f='Document.UsrEmagOrderId') eq '77'",
  ])("%s", (filter) => expect(matches(filter)).toBe(true));

  test.each([
    ["substringof('9871',CustomerOrder) eq true", 0],
    ["not substringof('9871',CustomerOrder)", 500],
    ["contains(CustomerOrder,'9871')", 500],
    ["tolower(OrderType) eq 'em'", 500],
    ["Details/InventoryID eq 'CHAIR-01'", 500],
    ["LastModified gt datetimeoffset'2026-03-02T10:15:42 02:00'", 400],
    ["Nope eq '1'", 400],
    ["OrderType eq", 400],
    ["OrderType eq 'EM' OrderType", 400],
  ])("%s gives %i", (filter, wanted) => expect(status(filter)).toBe(wanted));
});
