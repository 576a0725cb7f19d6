"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { ProblemText } from "@/components/problem-text";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Money } from "@/components/ui/money";
import { useToast } from "@/components/ui/toast-provider";
import type { OrderView } from "@/lib/db/orders/order-detail";
import type { OrderChange } from "@/lib/domain/documents/order-change";
import type { Problem } from "@/lib/domain/problem";

type Props = { order: OrderView; mayDecide: boolean };

/** Where the Sales Order and the channel differ, side by side, with what a person can decide; nothing while they agree. */
export function Difference({ order, mayDecide }: Props) {
  const t = useTranslations("difference");
  const cancel = order.steps.find(({ kind, state }) => kind === "cancel" && state === "blocked");
  const refused = cancel?.problem?.code === "cancelled-after-sales-order" ? cancel.problem : null;
  const problem = order.attention ?? refused;
  if (!problem) return null;
  return (
    <Card title={t("title")} className="mb-4" flush>
      <div className="p-4" data-testid="difference">
        <ProblemText problem={problem} tone={refused ? "red" : "amber"} />
      </div>
      <Sides order={order} refused={refused} />
      {mayDecide ? <Decisions order={order} refused={refused !== null} /> : null}
    </Card>
  );
}

function Sides({ order, refused }: { order: OrderView; refused: Problem | null }) {
  const t = useTranslations();
  const { salesOrder, changes, gross, currency, status } = order;
  const cell = "px-4 py-2 text-right";
  return (
    <table className="w-full border-line border-y">
      <thead className="text-muted text-xs">
        <tr>
          <th scope="col" className="px-4 py-2 text-left font-medium">
            <span className="sr-only">{t("difference.what")}</span>
          </th>
          <th scope="col" className={`${cell} font-medium`}>
            {`${t("difference.inSalesOrder")} ${salesOrder?.number ?? ""}`}
          </th>
          <th scope="col" className={`${cell} font-medium`}>
            {t("difference.onChannel")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-line border-t">
        {refused ? (
          <tr>
            <th scope="row" className="px-4 py-2 text-left font-normal">
              {t("orders.problem")}
            </th>
            <td className={cell}>{refused.params.status || "…"}</td>
            <td className={`${cell} font-medium`}>{t(`status.${status}`)}</td>
          </tr>
        ) : null}
        {changes.map((change) => (
          <Change key={`${change.what}/${change.name}`} change={change} />
        ))}
        <tr>
          <th scope="row" className="px-4 py-2 text-left font-normal">
            {t("order.total")}
          </th>
          <td className={cell}>{salesOrder?.total ? <Money amount={salesOrder.total} currency={currency} /> : "…"}</td>
          <td className={`${cell} font-medium`}>
            <Money amount={gross} currency={currency} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Change({ change: { what, name, from, to } }: { change: OrderChange }) {
  const t = useTranslations("difference");
  return (
    <tr>
      <th scope="row" className="break-words px-4 py-2 text-left font-normal">
        {t(`kind.${what}`, { name })}
      </th>
      <td className="px-4 py-2 text-right">{from || t("asEntered")}</td>
      <td className="px-4 py-2 text-right font-medium">{to || t("changed")}</td>
    </tr>
  );
}

type Checked = { total: string | null; problem: Problem | null };

function Decisions({ order, refused }: { order: OrderView; refused: boolean }) {
  const t = useTranslations("difference");
  const toast = useToast();
  const client = useQueryClient();
  const settled = { onError: (error: unknown) => toast.failed(error), onSettled: () => client.invalidateQueries() };
  const url = `/api/orders/${order.id}/difference`;
  const accept = useMutation({
    mutationFn: () => sendJson<{ acceptance: string }>("POST", url, { decision: "accept", seen: order.data.modified }),
    onSuccess: ({ acceptance }) => toast.good(acceptance === "changed" ? t("changedAgain") : t("accepted")),
    ...settled,
  });
  const check = useMutation({
    mutationFn: () => sendJson<Checked>("POST", url, { decision: "check" }),
    onSuccess: ({ total }) => toast.good(total === null ? t("totalUnknown") : t("totalRead", { total })),
    ...settled,
  });
  const busy = accept.isPending || check.isPending;
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 p-4">
      <p className="mr-auto text-muted text-xs">{t("hint")}</p>
      {refused ? null : (
        <Button small onClick={() => check.mutate()} disabled={busy}>
          {check.isPending ? t("checking") : t("check")}
        </Button>
      )}
      <Button small look="primary" onClick={() => accept.mutate()} disabled={busy}>
        {refused ? t("acceptCancelled") : order.changes.length > 0 ? t("acceptChanged") : t("acceptTotal")}
      </Button>
    </div>
  );
}
