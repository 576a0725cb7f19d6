import Big from "big.js";
import { type Shape, shape } from "@/sandbox/acumatica/api/shape";
import { type Draft, readDraft } from "@/sandbox/acumatica/documents/draft";
import { type Erp, findBy } from "@/sandbox/acumatica/erp";
import { Failure } from "@/sandbox/acumatica/failure";
import { type Row, row, same, text } from "@/sandbox/acumatica/record";
import { type Quantities, quantities } from "@/sandbox/acumatica/stock";

/** An inquiry: read with PUT, parameters in the body, results only with `$expand` (acumatica-api.md §6.3). */
export type Inquiry = { shape: Shape; form: string; results: string; run(erp: Erp, body: unknown): Row };

const summaryShape = shape("InventorySummaryInquiry", {
  text: "InventoryID WarehouseID LocationID Subitem",
  flag: "ExpandByLotSerialNbr",
  many: {
    Results: shape("InventorySummaryRow", {
      text: "WarehouseID LocationID Subitem BaseUOM LotSerialNbr",
      qty: "QtyOnHand QtyAvailable QtyAvailableForShipment QtyNotAvailable EstimatedUnitCost EstimatedTotalCost",
      date: "ExpirationDate",
    }),
  },
});

const allocationShape = shape("InventoryAllocationInquiry", {
  text: "InventoryID WarehouseID Location BaseUnit",
  qty: `Available AvailableForIssue AvailableForShipping OnHand OnLocationNotAvailable InTransit InTransitToSO
    InventoryIssues InventoryReceipts KitAssemblyDemand KitAssemblySupply PurchaseOrders PurchasePrepared
    PurchaseReceipts PurchaseForSO PurchaseForSOPrepared ReceiptsForSO SOPrepared SOBooked SOAllocated SOShipped
    SOBackOrdered SOToPurchase TotalAddition TotalDeduction`,
  many: { Results: shape("InventoryAllocationRow", { text: "AllocationType DocType Location Module", qty: "Qty" }) },
});

const availableShape = shape("InventoryQuantityAvailable", {
  text: "InventoryID",
  moment: "LastModifiedDateTime",
  many: {
    Results: shape("InventoryQuantityAvailableRow", {
      text: "InventoryID",
      qty: "QtyAvailable",
      moment: "LastModifiedDateTime",
    }),
  },
});

const storageShape = shape("StorageDetailsInquiry", {
  text: "WarehouseID",
  many: {
    StorageDetails: shape("StorageDetailsRow", {
      text: "InventoryID WarehouseID",
      qty: "QtyOnHand QtyAvailable QtyAvailableforIssue QtyHardAvailable",
      moment: "LastModifiedDateofWarehouseQty",
    }),
  },
});

const sent = (draft: Draft, field: string): string => String(draft.values[field] ?? "");

/** Rows of the item and warehouse a request names; an empty name means any. */
function cells(erp: Erp, inventoryId: string, warehouseId: string): Quantities[] {
  return quantities(erp).filter(
    (q) =>
      (inventoryId === "" || same(q.inventoryId, inventoryId)) &&
      (warehouseId === "" || same(q.warehouseId, warehouseId)),
  );
}

function requireItem(erp: Erp, draft: Draft): void {
  const id = sent(draft, "InventoryID");
  if (id === "" || findBy(erp.state.stockItems, "InventoryID", id)) return;
  throw new Failure(422, {
    InventoryID: { value: id, error: "'Inventory ID' cannot be found in the system." },
    custom: {},
  });
}

const total = (list: Quantities[], field: "onHand" | "available" | "availableForShipping"): string =>
  list.reduce((sum, cell) => sum.plus(cell[field]), new Big(0)).toFixed();

function summary(erp: Erp, body: unknown): Row {
  const draft = readDraft(erp, body, summaryShape);
  requireItem(erp, draft);
  const id = sent(draft, "InventoryID");
  const found = id === "" ? [] : cells(erp, id, sent(draft, "WarehouseID"));
  const results = found.map((cell) =>
    row({
      WarehouseID: cell.warehouseId,
      LocationID: "R1S1",
      BaseUOM: "BUC",
      QtyOnHand: cell.onHand.toFixed(),
      QtyAvailable: cell.available.toFixed(),
      QtyAvailableForShipment: cell.availableForShipping.toFixed(),
      QtyNotAvailable: "0",
    }),
  );
  const totalRow = row({
    QtyOnHand: total(found, "onHand"),
    QtyAvailable: total(found, "available"),
    QtyAvailableForShipment: total(found, "availableForShipping"),
  });
  return row(draft.values, { many: { Results: erp.settings.summaryTotals ? [...results, totalRow] : results } });
}

function allocation(erp: Erp, body: unknown): Row {
  const draft = readDraft(erp, body, allocationShape);
  requireItem(erp, draft);
  const id = sent(draft, "InventoryID");
  const found = id === "" ? [] : cells(erp, id, sent(draft, "WarehouseID"));
  const add = (read: (cell: Quantities) => Big): string =>
    found.reduce((sum, cell) => sum.plus(read(cell)), new Big(0)).toFixed();
  const zeros = Object.entries(allocationShape.fields).filter(([, kind]) => kind === "qty");
  return row({
    ...Object.fromEntries(zeros.map(([name]) => [name, "0"])),
    ...draft.values,
    BaseUnit: "BUC",
    OnHand: add((c) => c.onHand),
    Available: add((c) => c.available),
    AvailableForIssue: add((c) => c.availableForIssue),
    AvailableForShipping: add((c) => c.availableForShipping),
    SOPrepared: add((c) => c.soPrepared),
    SOBooked: add((c) => c.soBooked),
    SOAllocated: add((c) => c.soAllocated),
    SOShipped: add((c) => c.soShipped),
    SOBackOrdered: add((c) => c.soBackOrdered),
    TotalDeduction: add((c) => c.soBooked.plus(c.soAllocated).plus(c.soShipped).plus(c.soBackOrdered)),
  });
}

/** All warehouses summed; the date is read as "modified since", which the reference leaves open (§6.3). */
function available(erp: Erp, body: unknown): Row {
  const draft = readDraft(erp, body, availableShape);
  const since = Number(draft.values.LastModifiedDateTime ?? 0);
  const results = erp.state.stockItems.flatMap((item) => {
    const id = text(item, "InventoryID");
    const found = cells(erp, id, "");
    const modified = Math.max(0, ...found.map((cell) => cell.modified));
    const asked = sent(draft, "InventoryID");
    if (found.length === 0 || modified < since || (asked !== "" && !same(asked, id))) return [];
    return [row({ InventoryID: id, QtyAvailable: total(found, "available"), LastModifiedDateTime: modified })];
  });
  return row(draft.values, { many: { Results: results } });
}

function storage(erp: Erp, body: unknown): Row {
  const draft = readDraft(erp, body, storageShape);
  const results = cells(erp, "", sent(draft, "WarehouseID")).map((cell) =>
    row({
      InventoryID: cell.inventoryId,
      WarehouseID: cell.warehouseId,
      QtyOnHand: cell.onHand.toFixed(),
      QtyAvailable: cell.available.toFixed(),
      QtyAvailableforIssue: cell.availableForIssue.toFixed(),
      QtyHardAvailable: cell.availableForShipping.toFixed(),
      LastModifiedDateofWarehouseQty: cell.modified,
    }),
  );
  return row(draft.values, { many: { StorageDetails: results } });
}

export const inquiries: Record<string, Inquiry> = {
  InventorySummaryInquiry: {
    shape: summaryShape,
    form: "Inventory Summary (IN401000)",
    results: "Results",
    run: summary,
  },
  InventoryAllocationInquiry: {
    shape: allocationShape,
    form: "Inventory Allocation Details (IN402000)",
    results: "Results",
    run: allocation,
  },
  InventoryQuantityAvailable: {
    shape: availableShape,
    form: "Available Quantity by Inventory Item (SO640590)",
    results: "Results",
    run: available,
  },
  StorageDetailsInquiry: {
    shape: storageShape,
    form: "Storage Details (IN408050)",
    results: "StorageDetails",
    run: storage,
  },
};
