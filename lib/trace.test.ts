import { expect, it } from "vitest";
import { plainPath } from "@/lib/trace";

it.each([
  ["/api-3/order/acknowledge/912345678", "/api-3/order/acknowledge/*"],
  ["/api-3/product_offer/read", "/api-3/product_offer/read"],
  ["/erp/entity/Default/24.200.001/SalesOrder/SO/SO004711", "/erp/entity/Default/24.200.001/SalesOrder/*/*"],
  ["/erp/entity/Default/24.200.001/Customer/POPESCU", "/erp/entity/Default/24.200.001/Customer/*"],
  ["/erp/entity/Default/24.200.001/Customer/IONESCU-MARIA", "/erp/entity/Default/24.200.001/Customer/*"],
  ["/erp/entity/Default/24.200.001/files/Factura/ion-popescu", "/erp/entity/Default/24.200.001/files/*/*"],
  ["/t/Firma%20Mea/api/odata/gi/MEGZO-Stock", "/t/*/api/odata/gi/MEGZO-Stock"],
  ["/people/ion@example.com/0722123456", "/people/*/*"],
])(
  "the path of an outside call is told without the number, the customer or the file's name in it: %s",
  (path, told) => {
    expect(plainPath(path)).toBe(told);
  },
);
