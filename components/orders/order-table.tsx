"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ChannelStatus, GroupBadge, StepCell } from "@/components/orders/shown-state";
import { BuyerName } from "@/components/privacy/buyer-name";
import { useProblemTitle } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { ChannelTime } from "@/components/ui/ago";
import { Icon } from "@/components/ui/icons";
import { Money } from "@/components/ui/money";
import type { OrderListRow, StepMark } from "@/lib/db/orders/order-list";
import type { StepKind } from "@/lib/domain/orders/step";

/** Which rows are ticked; absent for those who may not act. */
export type Choice = { has(id: string): boolean; toggle(id: string): void; toggleAll(): void; all: boolean };
type Props = { rows: OrderListRow[]; severalSellers: boolean; choice: Choice | null };

export function stepOf(row: { steps: StepMark[] }, kind: StepKind): StepMark | undefined {
  return row.steps.find((step) => step.kind === kind);
}

/** The one problem a person should read first. */
export function firstProblem(row: OrderListRow) {
  const urgent =
    row.steps.find(({ state }) => state === "blocked") ?? row.steps.find(({ state }) => state === "in-doubt");
  return (
    urgent?.problem ??
    row.attention ??
    row.steps.find(({ problem, state }) => problem && state !== "done")?.problem ??
    null
  );
}

/** Dense rows for wide screens; fixed columns, so that live news moves nothing sideways. */
export function OrderTable({ rows, severalSellers, choice }: Props) {
  const t = useTranslations("orders");
  return (
    <div className="hidden overflow-x-auto rounded-lg border border-line bg-surface md:block">
      <table className="w-full min-w-[60rem] table-fixed text-left">
        <thead className="border-line border-b text-muted text-xs">
          <tr>
            {choice ? (
              <th scope="col" className="w-9 py-2 pl-4">
                <Tick label={t("chooseAll")} checked={choice.all} onChange={choice.toggleAll} />
              </th>
            ) : null}
            <Heading className="w-30">{t("number")}</Heading>
            <Heading>{t("buyer")}</Heading>
            <Heading className="w-28 text-right">{t("gross")}</Heading>
            <Heading className="w-32">{t("salesOrder")}</Heading>
            <Heading className="w-34">{t("invoice")}</Heading>
            <Heading className="w-40">{t("awb")}</Heading>
            <Heading className="w-40 2xl:w-64">{t("problem")}</Heading>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <Row key={row.id} row={row} severalSellers={severalSellers} choice={choice} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading({ className = "", children }: { className?: string; children: ReactNode }) {
  return (
    <th scope="col" className={`px-3 py-2 font-medium first:pl-4 last:pr-4 ${className}`}>
      {children}
    </th>
  );
}

const cell = "truncate px-3 py-1.5 first:pl-4 last:pr-4";

export function Tick({ label, checked, onChange }: { label: string; checked: boolean; onChange: () => void }) {
  // Above the link that covers the whole row.
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      onChange={onChange}
      className="relative z-10 size-4 accent-accent-strong"
    />
  );
}

function Row({ row, severalSellers, choice }: { row: OrderListRow } & Omit<Props, "rows">) {
  const t = useTranslations("orders");
  const titleOf = useProblemTitle();
  const problem = firstProblem(row);
  return (
    <tr
      className={`relative h-[3.25rem] hover:bg-sunken ${choice?.has(row.id) ? "bg-accent-soft" : ""}`}
      data-order={row.number}
    >
      {choice ? (
        <td className="pl-4">
          <Tick
            label={t("choose", { number: row.number })}
            checked={choice.has(row.id)}
            onChange={() => choice.toggle(row.id)}
          />
        </td>
      ) : null}
      <td className={cell}>
        <OrderNumber row={row} />
        <span className="block text-muted text-xs">
          <ChannelTime text={row.placedAt} />
        </span>
      </td>
      <td className={cell}>
        <span className="block truncate">
          <BuyerName name={row.buyer} />
          {severalSellers ? <span className="ml-2 text-muted text-xs">{row.seller}</span> : null}
        </span>
        <span className="flex text-xs">
          <ChannelStatus status={row.status} />
        </span>
      </td>
      <td className={`${cell} text-right`}>
        <Money amount={row.gross} currency={row.currency} />
      </td>
      <td className={cell}>
        <StepCell
          step={stepOf(row, "create-sales-order")}
          result={row.salesOrder && `${row.salesOrder.type} ${row.salesOrder.number}`}
        />
      </td>
      <td className={cell}>
        <StepCell step={stepOf(row, "attach-invoice")} result={row.invoiceNumber} />
      </td>
      <td className={cell}>
        <StepCell step={stepOf(row, "hand-over-awb")} result={row.trackingNumber} />
        <HandOverBy row={row} className="block" />
      </td>
      <td className={cell}>
        <GroupBadge group={row.group} />
        {problem ? <span className="mt-0.5 block truncate text-muted text-xs">{titleOf(problem)}</span> : null}
      </td>
    </tr>
  );
}

/** Until when the parcel must be handed over, as long as it has no AWB. */
export function HandOverBy({ row, className }: { row: OrderListRow; className: string }) {
  const t = useTranslations("orders");
  if (!row.handOverBy || row.trackingNumber) return null;
  return (
    <span className={`truncate text-muted text-xs ${className}`} title={t("deadline")}>
      {t("until")} <ChannelTime text={row.handOverBy} />
    </span>
  );
}

/** The order's number; the link covers its whole row or card. */
export function OrderNumber({ row }: { row: OrderListRow }) {
  const t = useTranslations("orders");
  const withSeller = useSellerHref();
  return (
    <span className="flex items-center gap-1.5">
      <Link href={withSeller(`/orders/${row.id}`)} className="font-medium after:absolute after:inset-0">
        {row.number}
      </Link>
      {row.fulfilment === "channel" ? (
        <abbr title={t("fulfilledByChannelHint")} className="text-muted text-xs no-underline">
          {t("fulfilledByChannel")}
        </abbr>
      ) : null}
      {row.lock ? <Locked /> : null}
    </span>
  );
}

function Locked() {
  const t = useTranslations("orders");
  return (
    <span className="text-blue">
      <Icon name="lock" className="size-3.5" />
      <span className="sr-only">{t("lock")}</span>
    </span>
  );
}
