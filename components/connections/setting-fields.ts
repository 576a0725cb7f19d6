import type { en } from "@/lib/text/messages/en";

export type SettingKey = keyof typeof en.settings.field;
export type OptionKey = keyof typeof en.settings.option;
type HintKey = keyof typeof en.settings.hint;

export type SettingField = {
  /** The schema's path with `_` for `.`: the name of its words. */
  key: SettingKey;
  kind: "text" | "number" | "switch" | "list" | "choice";
  options?: string[];
  hint?: HintKey;
  /** May be left empty, and is then left out. */
  optional?: boolean;
};

export type SectionKey = "general" | "orders" | "stock" | "invoices" | "awb" | "sender";

const text = (key: SettingKey, optional = false): SettingField => ({ key, kind: "text", optional });
const number = (key: SettingKey, hint?: HintKey): SettingField => ({ key, kind: "number", hint });
const toggle = (key: SettingKey): SettingField => ({ key, kind: "switch" });

/** Every setting of an integration, in the order in which a person meets it; the rules are the schema's alone. */
export const sections: { key: SectionKey; fields: SettingField[] }[] = [
  { key: "general", fields: [toggle("enabled"), number("heartbeatMinutes")] },
  {
    key: "orders",
    fields: [
      toggle("orders_enabled"),
      text("orders_orderType"),
      text("orders_customerId"),
      text("orders_warehouseId"),
      { key: "orders_numbering", kind: "choice", options: ["auto", "channel"], hint: "orders_numbering" },
      {
        key: "orders_acknowledge",
        kind: "choice",
        options: ["on-save", "after-sales-order"],
        hint: "orders_acknowledge",
      },
      text("orders_shippingItemId", true),
      text("orders_voucherItemId", true),
      text("orders_depositItemId", true),
      text("orders_taxZone", true),
      text("orders_taxZones_RO", true),
      text("orders_taxZones_BG", true),
      text("orders_taxZones_HU", true),
      text("orders_branch", true),
      text("orders_totalTolerance"),
      number("orders_unknownOutcomeWaitSeconds", "orders_unknownOutcomeWaitSeconds"),
      number("orders_lookbackDays"),
    ],
  },
  {
    key: "stock",
    fields: [
      toggle("stock_enabled"),
      number("stock_buffer", "stock_buffer"),
      { key: "stock_warehouses", kind: "list" },
      {
        key: "stock_quantity",
        kind: "choice",
        options: ["available", "availableForShipping"],
        hint: "stock_quantity",
      },
      number("stock_reconcileMinutes"),
      number("stock_absentHoldMinutes", "stock_absentHoldMinutes"),
      { key: "stock_leastFeedShare", kind: "number", optional: true, hint: "stock_leastFeedShare" },
      number("stock_brake_maxShare", "stock_brake_maxShare"),
      number("stock_brake_minOffers"),
    ],
  },
  {
    key: "invoices",
    fields: [
      toggle("invoices_enabled"),
      text("invoices_filePattern"),
      number("invoices_keepBytesDays", "invoices_keepBytesDays"),
    ],
  },
  {
    key: "awb",
    fields: [
      toggle("awb_enabled"),
      { key: "awb_mode", kind: "choice", options: ["emag", "own-courier"], hint: "awb_mode" },
      text("awb_courierAccountId", true),
    ],
  },
  {
    key: "sender",
    fields: [
      text("awb_sender_name", true),
      text("awb_sender_contact", true),
      text("awb_sender_phone1", true),
      { key: "awb_sender_localityId", kind: "number", optional: true },
      text("awb_sender_street", true),
      text("awb_sender_zipcode", true),
      text("awb_sender_addressId", true),
    ],
  },
];

/** `awb_sender_name` → `awb.sender.name`, the path the schema reports problems under. */
export const pathOf = (key: SettingKey): string => key.replaceAll("_", ".");
