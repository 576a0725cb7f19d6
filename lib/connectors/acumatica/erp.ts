import { type Client, openClient } from "@/lib/connectors/acumatica/client";
import { downloadFile } from "@/lib/connectors/acumatica/files";
import { listChangedInvoices, readInvoice } from "@/lib/connectors/acumatica/invoices";
import { listItems } from "@/lib/connectors/acumatica/items";
import { readLists } from "@/lib/connectors/acumatica/lists";
import { listProgress, readProgress } from "@/lib/connectors/acumatica/progress";
import { salesOrderFieldNotes } from "@/lib/connectors/acumatica/sales-orders/sales-order-fields";
import {
  cancelSalesOrder,
  createSalesOrder,
  findSalesOrders,
  listSalesOrders,
} from "@/lib/connectors/acumatica/sales-orders/sales-orders";
import { holdSalesOrder, readStoredSalesOrder } from "@/lib/connectors/acumatica/sales-orders/stored-sales-order";
import type { Credentials, Settings } from "@/lib/connectors/acumatica/settings";
import { readShipment, writeTracking } from "@/lib/connectors/acumatica/shipments";
import { readStock } from "@/lib/connectors/acumatica/stock";
import { testConnection } from "@/lib/connectors/acumatica/test-connection/test-connection";
import type { Erp, OpenInput } from "@/lib/connectors/contract";

/** One session's worth of Acumatica. */
export function openErp(input: OpenInput<Settings, Credentials>): Erp {
  const client: Client = openClient(input);
  return {
    findSalesOrders: (references) => findSalesOrders(client, references),
    listSalesOrders: (period) => listSalesOrders(client, period),
    createSalesOrder: (document) => createSalesOrder(client, document),
    cancelSalesOrder: (key) => cancelSalesOrder(client, key),
    readSalesOrder: (key) => readStoredSalesOrder(client, key),
    holdSalesOrder: (key) => holdSalesOrder(client, key),
    readProgress: (key) => readProgress(client, key),
    listProgress: (keys) => listProgress(client, keys),
    readShipment: (number) => readShipment(client, number),
    writeTracking: (shipmentNumber, trackingNumber) => writeTracking(client, shipmentNumber, trackingNumber),
    readInvoice: (key) => readInvoice(client, key),
    listChangedInvoices: (since) => listChangedInvoices(client, since, () => input.context.now()),
    downloadFile: (file, maxBytes) => downloadFile(client, file, maxBytes),
    readStock: (wanted) => readStock(client, wanted),
    listItems: () => listItems(client),
    salesOrderFields: () => salesOrderFieldNotes(input.settings),
    readLists: () => readLists(client),
    test: (wanted) => testConnection(client, wanted),
    close: client.close,
  };
}
