import { otherwise, type Reply, scriptedErp } from "@/lib/connectors/acumatica/scripted-erp";
import type { Settings } from "@/lib/connectors/acumatica/settings";
import { wrap } from "@/lib/connectors/acumatica/wire";
import type { HttpFailure } from "@/lib/connectors/http";
import type { Party, SalesOrderDocument } from "@/lib/domain/documents/sales-order";

const party: Party = {
  name: "Ion Exemplu",
  contact: "Ana Exemplu",
  phone: "+40700000000",
  email: "x@example.ro",
  street: "Str. Exemplu 1",
  city: "Cluj-Napoca",
  state: "CJ",
  postalCode: "",
  country: "RO",
};

export const exampleSalesOrder: SalesOrderDocument = {
  orderType: "EM",
  number: null,
  customerId: "EMAG",
  customerOrder: "243987112",
  externalRef: "EMAG-RO-243987112",
  date: "2026-03-02",
  currency: "RON",
  description: "eMAG 243987112",
  taxZone: null,
  branch: null,
  shipTo: party,
  billTo: { ...party, state: null },
  lines: [
    {
      itemId: "CHAIR-01",
      warehouseId: "MAIN",
      quantity: 3,
      unitPrice: "41.3140",
      description: "Chair",
      externalRef: "9".repeat(45),
      taxCategory: null,
    },
    {
      itemId: "VOUCHER",
      warehouseId: null,
      quantity: 1,
      unitPrice: "-8.2600",
      description: "Voucher",
      externalRef: null,
      taxCategory: "VAT21",
    },
  ],
  expectedTotal: "141.71",
};

/** The record as the ERP answers it. */
export const stored = (fields: Record<string, string | number> = {}) =>
  wrap({
    OrderType: "EM",
    OrderNbr: "EM000001",
    Status: "Open",
    CustomerOrder: "243987112",
    ExternalRef: "EMAG-RO-243987112",
    OrderTotal: 141.71,
    ...fields,
  });

/** A reply to the PUT, and the list the look finds. */
export const erpWith = (put: Reply | HttpFailure, list: object[] = [], settings: Partial<Settings> = {}) =>
  scriptedErp((request, path) => {
    if (path.includes("/auth/")) return otherwise;
    return request.method === "PUT" ? put : { status: 200, json: list };
  }, settings);
