"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type Choice, firstProblem, HandOverBy, OrderNumber, stepOf, Tick } from "@/components/orders/order-table";
import { GroupBadge, StepCell } from "@/components/orders/shown-state";
import { BuyerName } from "@/components/privacy/buyer-name";
import { useProblemTitle } from "@/components/problem-text";
import { ChannelTime } from "@/components/ui/ago";
import { Money } from "@/components/ui/money";
import type { OrderListRow } from "@/lib/db/orders/order-list";

type Shown = { severalSellers: boolean; choice: Choice | null };

/** The same rows for a phone: state first, then who and how much, then where the three documents are. */
export function OrderCards({ rows, severalSellers, choice }: { rows: OrderListRow[] } & Shown) {
  return (
    <ul className="space-y-2 md:hidden">
      {rows.map((row) => (
        <Card key={row.id} row={row} severalSellers={severalSellers} choice={choice} />
      ))}
    </ul>
  );
}

function Card({ row, severalSellers, choice }: { row: OrderListRow } & Shown) {
  const t = useTranslations("orders");
  const titleOf = useProblemTitle();
  const problem = firstProblem(row);
  return (
    <li className="relative rounded-lg border border-line bg-surface p-3" data-order={row.number}>
      <div className="flex items-center justify-between gap-3">
        <span className="flex items-center gap-2.5">
          {choice ? (
            <Tick
              label={t("choose", { number: row.number })}
              checked={choice.has(row.id)}
              onChange={() => choice.toggle(row.id)}
            />
          ) : null}
          <OrderNumber row={row} />
        </span>
        <GroupBadge group={row.group} />
      </div>
      <div className="mt-1 flex items-baseline justify-between gap-3">
        <span className="truncate">
          <BuyerName name={row.buyer} />
        </span>
        <Money amount={row.gross} currency={row.currency} />
      </div>
      <p className="text-muted text-xs">
        <ChannelTime text={row.placedAt} />
        {severalSellers ? ` · ${row.seller}` : ""}
      </p>
      {problem ? <p className="mt-1 text-pretty text-xs">{titleOf(problem)}</p> : null}
      <dl className="mt-2 grid grid-cols-[1fr_1fr_1.3fr] gap-2 border-line border-t pt-2 text-xs">
        <Fact label={t("salesOrder")}>
          <StepCell step={stepOf(row, "create-sales-order")} result={row.salesOrder?.number ?? null} />
        </Fact>
        <Fact label={t("invoice")}>
          <StepCell step={stepOf(row, "attach-invoice")} result={row.invoiceNumber} />
        </Fact>
        <Fact label={t("awb")}>
          <StepCell step={stepOf(row, "hand-over-awb")} result={row.trackingNumber} />
          <HandOverBy row={row} className="block" />
        </Fact>
      </dl>
    </li>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 [&_.truncate]:whitespace-normal">{children}</dd>
    </div>
  );
}
