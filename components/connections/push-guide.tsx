"use client";

import { useTranslations } from "use-intl";
import { Ago } from "@/components/ui/ago";
import { CopyButton } from "@/components/ui/copy-button";
import type { ConnectionView } from "@/lib/db/connections/connection-list";

/** What each inquiry must show; names of columns are what a notification's rows are read by (acumatica-api.md §8.3). */
const inquiries = [
  { name: "EMAG-Stock", columns: "InventoryID, Warehouse, QtyOnHand, QtyAvail, QtyHardAvail", what: "stock" },
  { name: "EMAG-Shipments", columns: "ShipmentNbr, Status, OrderType, OrderNbr", what: "shipments" },
  { name: "EMAG-Invoices", columns: "RefNbr, DocType, Status, OrderType, OrderNbr", what: "invoices" },
] as const;

/**
 * Step by step how an administrator sets up push notifications in Acumatica (acumatica-api.md §8.3), with what came so
 * far.
 */
export function PushGuide({ connection, now }: { connection: ConnectionView; now: string }) {
  const t = useTranslations("pushGuide");
  const { webhookUrl, pushHeader } = connection;
  const { notifications } = connection.erp;
  return (
    <div data-testid="push-guide">
      <h3 className="font-medium">{t("title")}</h3>
      {notifications.length === 0 ? (
        <p className="text-muted text-xs">{t("none")}</p>
      ) : (
        <ul className="mt-1 text-xs tabular-nums">
          {notifications.map(({ query, receivedAt, count }) => (
            <li key={query}>
              {`${query}: ${t("received", { count })}, `}
              <Ago at={receivedAt} now={now} />
            </li>
          ))}
        </ul>
      )}
      <details className="mt-2">
        <summary className="cursor-pointer font-medium text-accent">{t("show")}</summary>
        <ol className="mt-2 list-decimal space-y-3 pl-5">
          <li>
            <p>{t("inquiries")}</p>
            <ul className="mt-1.5 space-y-1.5">
              {inquiries.map(({ name, columns, what }) => (
                <li key={name}>
                  <span className="font-medium">{name}</span> <span className="text-muted">{t(what)}</span>
                  <code className="block font-sans text-muted text-xs">{columns}</code>
                </li>
              ))}
            </ul>
            <p className="mt-1.5 text-muted text-xs">{t("inquiryRules")}</p>
          </li>
          <li>{t("destination")}</li>
          <li>
            <p>{t("address")}</p>
            {webhookUrl ? <Copied value={webhookUrl} label={t("addressLabel")} /> : <Hidden />}
          </li>
          <li>
            <p>{t("header")}</p>
            {pushHeader ? (
              <>
                <Copied value={pushHeader.name} label={t("headerName")} />
                <Copied value={pushHeader.value} label={t("headerValue")} />
              </>
            ) : (
              <Hidden />
            )}
            <p className="mt-1 text-muted text-xs">{t("headerHint")}</p>
          </li>
          <li>{t("queries")}</li>
          <li>{t("activate")}</li>
        </ol>
        <p className="mt-3 text-muted text-xs">{t("failed")}</p>
      </details>
    </div>
  );
}

function Copied({ value, label }: { value: string; label: string }) {
  return (
    <div className="mt-1 flex items-center gap-1 rounded-md bg-sunken py-1 pr-1 pl-2.5">
      <span className="text-muted text-xs">{label}</span>
      <code className="min-w-0 flex-1 truncate font-sans text-xs">{value}</code>
      <CopyButton text={value} label={label} />
    </div>
  );
}

function Hidden() {
  const t = useTranslations("connections");
  return <p className="text-muted text-xs">{t("webhookHidden")}</p>;
}
