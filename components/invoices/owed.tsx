"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { BuyerName } from "@/components/privacy/buyer-name";
import { useSellerHref } from "@/components/shell/side-navigation";
import { ChannelTime } from "@/components/ui/ago";
import { Card, Empty } from "@/components/ui/card";
import type { OwedFigures, OwedRow, OwedSort } from "@/lib/db/invoices/owed";

type Props = { rows: OwedRow[]; figures: OwedFigures; sort: OwedSort };

/** Orders whose parcel or invoice eMAG still waits for, the most urgent first, and how well that has gone lately. */
export function Owed({ rows, figures, sort }: Props) {
  const t = useTranslations("fiscal");
  return (
    <>
      <Card title={t("figures")}>
        <dl className="grid gap-3 sm:grid-cols-2">
          <Figure name="rate" label={t("rate")} part={figures.withInvoice} whole={figures.finalised} />
          <Figure name="elsewhere" label={t("elsewhere")} part={figures.parcelsElsewhere} whole={figures.finalised}>
            {t("elsewhereHint")}
          </Figure>
        </dl>
      </Card>
      <Card title={t("owed")} flush>
        {rows.length === 0 ? <Empty title={t("owedNone")} /> : <OwedTable rows={rows} sort={sort} />}
      </Card>
    </>
  );
}

type FigureProps = { name: string; label: string; part: number; whole: number; children?: string };

function Figure({ name, label, part, whole, children }: FigureProps) {
  const t = useTranslations("fiscal");
  return (
    <div data-figure={name}>
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="font-semibold">{t("of", { part, whole })}</dd>
      {children ? <dd className="text-muted text-xs">{children}</dd> : null}
    </div>
  );
}

function OwedTable({ rows, sort }: { rows: OwedRow[]; sort: OwedSort }) {
  const t = useTranslations("fiscal");
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left md:min-w-[44rem]">
        <thead className="border-line border-b text-muted text-xs">
          <tr>
            <SortHeading by="order" sort={sort} label={t("order")} className="pl-4" />
            <th className="px-3 py-2 font-medium max-md:hidden" scope="col">
              {t("buyer")}
            </th>
            <SortHeading by="deadline" sort={sort} label={t("deadline")} className="max-md:hidden" />
            <th className="px-3 py-2 font-medium" scope="col">
              {t("left")}
            </th>
            <th className="px-3 py-2 font-medium" scope="col">
              {t("parcel")}
            </th>
            <SortHeading by="invoice" sort={sort} label={t("invoice")} />
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type HeadingProps = { by: OwedSort; sort: OwedSort; label: string; className?: string };

function SortHeading({ by, sort, label, className = "" }: HeadingProps) {
  const withSeller = useSellerHref();
  return (
    <th className={`px-3 py-2 font-medium ${className}`} scope="col" aria-sort={by === sort ? "ascending" : "none"}>
      <Link href={withSeller(`/fiscal?sort=${by}`)} className={by === sort ? "text-ink" : "hover:text-ink"}>
        {label}
      </Link>
    </th>
  );
}

function Row({ row }: { row: OwedRow }) {
  const t = useTranslations();
  const withSeller = useSellerHref();
  const isLate = row.minutesLeft !== null && row.minutesLeft < 0 && row.parcelOwed;
  const wait = row.invoiceWait ? t(`waitShort.${row.invoiceWait}`) : t("fiscal.owes");
  return (
    <tr data-owed={row.number}>
      <td className="py-2 pr-3 pl-4">
        <Link href={withSeller(`/orders/${row.id}`)} className="font-medium text-accent">
          {row.number}
        </Link>
      </td>
      <td className="px-3 py-2 max-md:hidden">
        <BuyerName name={row.buyer} />
      </td>
      <td className="px-3 py-2 max-md:hidden">
        {row.handOverBy ? <ChannelTime text={row.handOverBy} /> : t("fiscal.noDeadline")}
      </td>
      <td className={`whitespace-nowrap px-3 py-2 ${isLate ? "text-red" : ""}`}>
        {row.minutesLeft === null || !row.parcelOwed
          ? ""
          : isLate
            ? t("fiscal.late", { time: span(-row.minutesLeft) })
            : span(row.minutesLeft)}
      </td>
      <td className="px-3 py-2">{row.parcelOwed ? t("fiscal.owes") : t("fiscal.handedOver")}</td>
      <td className="px-3 py-2 text-muted">{row.invoiceOwed ? wait : t("fiscal.handedOver")}</td>
    </tr>
  );
}

/** `1 d 4 h`, `3 h 20 min`, `12 min`: the two largest units say enough. */
function span(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`;
}
