import { shape } from "@/sandbox/acumatica/api/shape";

const address = shape("Address", {
  text: "AddressLine1 AddressLine2 City Country PostalCode State",
  flag: "Validated",
});
const contact = shape("DocContact", { text: "Attention BusinessName Email Phone1" });

const orderLine = shape("SalesOrderDetail", {
  keys: "LineNbr",
  text: `InventoryID UOM WarehouseID TaxCategory TaxZone LineDescription LineType AlternateID ExternalRef NoteID Branch
    ShippingRule Operation DiscountCode Account ReasonCode SalespersonID`,
  flag: "ManualPrice ManualDiscount FreeItem CalculateDiscountsOnImport Completed AutoCreateIssue MarkForPO",
  int: "LineNbr",
  qty: "OrderQty OpenQty QtyOnShipments",
  price: "UnitPrice DiscountedUnitPrice",
  amount: "ExtendedPrice Amount DiscountAmount DiscountPercent UnbilledAmount",
  date: "RequestedOn ShipOn SchedOrderDate",
  moment: "LastModifiedDate",
  computed: "NoteID OpenQty QtyOnShipments ExtendedPrice Amount UnbilledAmount Completed LineType LastModifiedDate",
  attach: "PX.Objects.SO.SOOrderEntry/Transactions",
});

const taxDetail = shape("TaxDetail", {
  text: "TaxID TaxType CustomerTaxZone OrderType OrderNbr",
  int: "LineNbr RecordID",
  qty: "TaxRate",
  amount: "TaxableAmount TaxAmount",
});

const orderShipment = shape("SalesOrderShipment", {
  text: `ShipmentNbr ShipmentType Status InvoiceNbr InvoiceType InventoryDocType InventoryRefNbr OrderNoteID
    ShippingNoteID InventoryNoteID`,
  qty: "ShippedQty ShippedVolume ShippedWeight",
  date: "ShipmentDate",
  moment: "LastModifiedDateTime",
});

const orderFinancials = shape("FinancialSettings", {
  text: "Branch CustomerTaxZone EntityUsageType InvoiceNbr OriginalOrderNbr OriginalOrderType Owner PostPeriod Terms",
  flag: "BillSeparately OverrideTaxZone",
  date: "CashDiscountDate DueDate InvoiceDate",
});

const orderShipping = shape("ShippingSettings", {
  text: "FOBPoint FreightTaxCategory PreferredWarehouseID ShippingRule ShippingTerms ShippingZone ShipVia",
  flag: `OverrideFreightPrice FreightCostIsuptodate GroundCollect Insurance ResidentialDelivery SaturdayDelivery
    ShipSeparately UseCustomersAccount Canceled`,
  int: "Priority",
  qty: "OrderVolume OrderWeight PackageWeight",
  amount: "FreightPrice FreightCost PremiumFreight",
  date: "CancelByDate ScheduledShipmentDate",
});

const orderTotals = shape("Totals", {
  text: "FreightTaxCategory",
  flag: "FreightCostIsuptodate OverrideFreightAmount",
  qty: "OrderVolume OrderWeight PackageWeight UnbilledQty",
  amount: `DiscountTotal Freight FreightCost LineTotalAmount MiscTotalAmount PremiumFreight TaxTotal UnbilledAmount
    UnpaidBalance`,
});

/** acumatica-api.md §5.1–5.3. */
export const salesOrder = shape("SalesOrder", {
  keys: "OrderType OrderNbr",
  attach: "PX.Objects.SO.SOOrderEntry/Document",
  text: `OrderType OrderNbr Status CustomerID LocationID ContactID CustomerOrder ExternalRef ExternalOrderOrigin
    ExternalOrderSource ExternalRefundRef Description Branch CurrencyID CurrencyRateTypeID BaseCurrencyID TaxCalcMode
    PaymentMethod CashAccount PaymentRef PreferredWarehouseID DestinationWarehouseID Project ShipVia NoteID`,
  flag: `Hold CreditHold Approved ExternalOrderOriginal IsTaxValid DisableAutomaticTaxCalculation WillCall
    DisableAutomaticDiscountUpdate BillToAddressOverride BillToContactOverride ShipToAddressOverride
    ShipToContactOverride BillToAddressValidated ShipToAddressValidated`,
  qty: "OrderedQty CurrencyRate ReciprocalRate",
  amount: "OrderTotal TaxTotal VATExemptTotal VATTaxableTotal ControlTotal MaxRiskScore",
  date: "Date RequestedOn EffectiveDate",
  moment: "LastModified CreatedDate",
  computed: `Status CreditHold Approved OrderedQty OrderTotal TaxTotal VATExemptTotal VATTaxableTotal LastModified
    CreatedDate NoteID MaxRiskScore BaseCurrencyID`,
  one: {
    BillToAddress: address,
    BillToContact: contact,
    ShipToAddress: address,
    ShipToContact: contact,
    FinancialSettings: orderFinancials,
    ShippingSettings: orderShipping,
    Totals: orderTotals,
  },
  many: { Details: orderLine, TaxDetails: taxDetail, Shipments: orderShipment },
});

const shipmentOrder = shape("ShipmentOrder", {
  text: "OrderType OrderNbr ShipmentNbr ShipmentType InvoiceType InvoiceNbr InventoryDocType InventoryRefNbr OrderNoteID",
  qty: "ShippedQty",
});

const shipmentPackage = shape("ShipmentPackage", {
  keys: "LineNbr",
  text: "TrackingNbr BoxID Type UOM Description CustomRefNbr1 CustomRefNbr2 NoteID",
  flag: "Confirmed",
  int: "LineNbr",
  qty: "Weight Length Width Height",
  amount: "DeclaredValue CODAmount",
  computed: "NoteID LineNbr",
});

const shipmentLine = shape("ShipmentDetail", {
  keys: "LineNbr",
  text: "OrderType OrderNbr InventoryID UOM WarehouseID LocationID LotSerialNbr ReasonCode Description",
  flag: "FreeItem",
  int: "LineNbr OrderLineNbr",
  qty: "ShippedQty OrderedQty OpenQty OriginalQty",
});

/** acumatica-api.md §7.6. */
export const shipment = shape("Shipment", {
  keys: "ShipmentNbr",
  attach: "PX.Objects.SO.SOShipmentEntry/Document",
  text: `ShipmentNbr Type Status Operation CustomerID LocationID WarehouseID ToWarehouseID ShipVia FreightCurrencyID
    Description Owner NoteID FOBPoint ShippingTerms ShippingZoneID`,
  flag: `Hold Picked OverrideFreightPrice UseCustomersAccount ResidentialDelivery SaturdayDelivery Insurance
    GroundCollect CreateNewShipmentForEveryOrder`,
  int: "PackageCount",
  qty: "ShippedQty ShippedWeight ShippedVolume PackageWeight ControlQty",
  amount: "FreightCost FreightPrice",
  date: "ShipmentDate",
  moment: "CreatedDateTime LastModifiedDateTime",
  computed: `Type Status Operation CustomerID LocationID WarehouseID NoteID PackageCount ShippedQty ShippedWeight
    ShippedVolume PackageWeight CreatedDateTime LastModifiedDateTime`,
  one: {
    ShippingSettings: shape("ShipmentShippingSettings", {
      flag: "ShipToAddressOverride ShipToContactOverride",
      one: { ShipToAddress: address, ShipToContact: contact },
    }),
  },
  many: { Orders: shipmentOrder, Packages: shipmentPackage, Details: shipmentLine },
});

const invoiceLine = shape("SalesInvoiceDetail", {
  keys: "LineNbr",
  text: `InventoryID TransactionDescr UOM TaxCategory WarehouseID Location LotSerialNbr OrderType OrderNbr ShipmentNbr
    InventoryDocType InventoryRefNbr OrigInvType OrigInvNbr BranchID Account SubAccount ExternalRef NoteID Description`,
  flag: "ManualDiscount ManualPrice CalculateDiscountsOnImport",
  int: "LineNbr OrderLineNbr OrigInvLineNbr",
  qty: "Qty",
  price: "UnitPrice",
  amount: "DiscountAmount DiscountPercent Amount",
});

/** acumatica-api.md §7.3. */
export const salesInvoice = shape("SalesInvoice", {
  keys: "Type ReferenceNbr",
  attach: "PX.Objects.SO.SOInvoiceEntry/Document",
  text: "Type ReferenceNbr Status CustomerID CustomerOrder ExternalRef Description Currency TaxCalcMode",
  flag: "Hold CreditHold IsTaxValid",
  amount: `Amount Balance DetailTotal FreightPrice DiscountTotal TaxTotal VATTaxableTotal VATExemptTotal PaymentTotal
    CashDiscount`,
  date: "Date DueDate",
  moment: "LastModifiedDateTime LastModifiedDate CreatedDate",
  one: {
    BillToAddress: address,
    BillToContact: contact,
    ShipToAddress: address,
    ShipToContact: contact,
    FinancialDetails: shape("FinancialDetails", { text: "BatchNbr Branch CustomerTaxZone" }),
  },
  many: { Details: invoiceLine, TaxDetails: taxDetail },
});

/** The same document seen from Accounts Receivable, with other names and no order reference (acumatica-api.md §7.4). */
export const arInvoice = shape("Invoice", {
  keys: "Type ReferenceNbr",
  attach: "PX.Objects.AR.ARInvoiceEntry/Document",
  text: "Type ReferenceNbr Status Customer CustomerOrder Description LocationID PostPeriod Project Terms",
  flag: "Hold IsTaxValid BillingPrinted",
  amount: "Amount Balance TaxTotal",
  date: "Date DueDate",
  moment: "CreatedDateTime LastModifiedDateTime",
  many: {
    Details: shape("InvoiceDetail", {
      text: "InventoryID TransactionDescription UOM TaxCategory Branch",
      int: "LineNbr",
      qty: "Qty",
      price: "UnitPrice",
      amount: "ExtendedPrice DiscountAmount Amount",
    }),
    TaxDetails: taxDetail,
  },
});

/** acumatica-api.md §6.4. */
export const stockItem = shape("StockItem", {
  keys: "InventoryID",
  attach: "PX.Objects.IN.InventoryItemMaint/Item",
  text: `InventoryID Description ItemStatus ItemClass BaseUOM SalesUOM TaxCategory DefaultWarehouseID WeightUOM
    Availability NotAvailable Visibility TemplateItemID NoteID`,
  flag: "ExportToExternal",
  price: "DefaultPrice CurySpecificPrice MSRP",
  qty: "DimensionWeight",
  moment: "LastModified LastModifiedDateTime",
  many: {
    CrossReferences: shape("InventoryItemCrossReference", {
      text: "AlternateID AlternateType UOM Subitem VendorOrCustomer Description",
    }),
    WarehouseDetails: shape("StockItemWarehouseDetail", {
      text: "WarehouseID Status",
      flag: "IsDefault",
      qty: "QtyOnHand",
    }),
  },
});

/** Form IN202000; `RequireShipment` false puts a line on the invoice without a shipment (acumatica-api.md §5.8). */
export const nonStockItem = shape("NonStockItem", {
  keys: "InventoryID",
  attach: "PX.Objects.IN.NonStockItemMaint/Item",
  text: "InventoryID Description ItemStatus ItemClass BaseUnit SalesUnit TaxCategory NoteID",
  flag: "RequireShipment",
  price: "DefaultPrice",
  moment: "LastModified",
});

/** Only what connection tests look at; the reference names the entity but lists no fields of it. */
export const customer = shape("Customer", {
  keys: "CustomerID",
  attach: "PX.Objects.AR.CustomerMaint/BAccount",
  text: "CustomerID CustomerName Status CurrencyID TaxZone LocationName Terms NoteID",
  moment: "LastModifiedDateTime",
});

export const warehouse = shape("Warehouse", {
  keys: "WarehouseID",
  attach: "PX.Objects.IN.INSiteMaint/site",
  text: "WarehouseID Description Branch",
  flag: "Active",
  moment: "LastModifiedDateTime",
});
