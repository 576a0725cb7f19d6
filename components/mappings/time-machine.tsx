"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { useProblemTitle } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { MappingView } from "@/lib/db/mappings/mapping-view";
import type { FieldDifference } from "@/lib/domain/documents/compare";
import type { MappingCheck, MappingPreview, PreviewRow } from "@/lib/domain/documents/mapping-preview";
import type { Mapping } from "@/lib/domain/mappings/rule";

type Answer = { check: MappingCheck; preview: MappingPreview };

/** Runs what is in the editor over real orders and says, order by order, what would differ; nothing is written. */
export function TimeMachine({ view, mapping }: { view: MappingView; mapping: Mapping }) {
  const t = useTranslations("mappings");
  const toast = useToast();
  const [last, setLast] = useState("50");
  const run = useMutation({
    mutationFn: () =>
      sendJson<Answer>("POST", `/api/mappings/${view.integrationId}/preview`, {
        kind: view.kind,
        content: mapping,
        ...(last === "sample" ? { last: 1, orderId: view.sample?.id } : { last: Number(last) }),
      }),
    onError: (error) => toast.failed(error),
  });
  return (
    <Card
      title={t("timeMachine")}
      aside={
        <div className="flex items-center gap-2">
          <Select
            aria-label={t("howMany")}
            className="w-44"
            value={last}
            onChange={({ target }) => setLast(target.value)}
          >
            {["10", "50", "200"].map((count) => (
              <option key={count} value={count}>
                {t("lastOrders", { count: Number(count) })}
              </option>
            ))}
            {view.sample ? <option value="sample">{t("onlySample", { number: view.sample.number })}</option> : null}
          </Select>
          <Button small look="primary" disabled={run.isPending} onClick={() => run.mutate()}>
            {run.isPending ? t("running") : t("run")}
          </Button>
        </div>
      }
    >
      {run.data ? <Result answer={run.data} /> : <p className="text-muted">{t("timeMachineLead")}</p>}
    </Card>
  );
}

function Result({ answer: { check, preview } }: { answer: Answer }) {
  const t = useTranslations("mappings");
  const telling = preview.rows.filter(({ problem, differences }) => problem !== null || differences.length > 0);
  return (
    <div aria-live="polite" data-testid="preview">
      <p className="flex flex-wrap gap-2">
        <Badge tone={preview.blocking > 0 ? "red" : "green"}>{t("blockingCount", { count: preview.blocking })}</Badge>
        <Badge tone={preview.differing > 0 ? "amber" : "grey"}>
          {t("differingCount", { count: preview.differing, all: preview.orders })}
        </Badge>
        <span className="text-muted text-xs">
          {t("took", { ms: preview.milliseconds })} · {t(`erpAsked.${check.erp}`)}
        </span>
      </p>
      {check.issues.length > 0 ? (
        <ul className="mt-3 space-y-1">
          {check.issues.map(({ target, code, level, about }) => (
            <li
              key={`${target} ${code} ${about}`}
              className={`text-xs ${level === "error" ? "font-medium text-red" : "text-muted"}`}
            >
              {target}: {t(`issue.${code}`, { about })}
            </li>
          ))}
        </ul>
      ) : null}
      {preview.fields.length > 0 ? (
        <p className="mt-3 text-muted text-xs">
          {preview.fields
            .slice(0, 12)
            .map(({ field, orders }) => `${field} × ${orders}`)
            .join(" · ")}
        </p>
      ) : null}
      <ul className="mt-3 divide-y divide-line border-line border-t">
        {telling.slice(0, 50).map((row) => (
          <OrderRow key={row.orderId} row={row} />
        ))}
      </ul>
      {telling.length === 0 ? (
        <p className="mt-3 text-muted">{t("nothingDiffers", { version: preview.version })}</p>
      ) : null}
    </div>
  );
}

function OrderRow({ row }: { row: PreviewRow }) {
  const t = useTranslations("mappings");
  const titleOf = useProblemTitle();
  const withSeller = useSellerHref();
  return (
    <li className="py-2.5">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Link href={withSeller(`/orders/${row.orderId}`)} className="font-medium text-accent underline">
          {row.number}
        </Link>
        {row.salesOrder ? <span className="text-muted text-xs">{row.salesOrder}</span> : null}
        <span className="ml-auto text-muted text-xs tabular-nums">
          {row.totals.draft === null && row.totals.erp === null
            ? null
            : t("totals", { draft: row.totals.draft ?? "–", buyer: row.totals.buyer, erp: row.totals.erp ?? "–" })}
        </span>
      </p>
      {row.problem ? (
        <p className={`mt-1 text-xs ${row.blocking ? "font-medium text-red" : "text-amber"}`}>{titleOf(row.problem)}</p>
      ) : null}
      <Differences differences={row.differences} />
      {row.erp && row.erp.length > 0 ? (
        <>
          <p className="mt-1 text-muted text-xs">{t("againstErp")}</p>
          <Differences differences={row.erp} />
        </>
      ) : null}
    </li>
  );
}

function Differences({ differences }: { differences: FieldDifference[] }) {
  const t = useTranslations("mappings");
  if (differences.length === 0) return null;
  return (
    <dl className="mt-1 grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
      {differences.map(({ field, before, after }) => (
        <div key={field} className="contents">
          <dt className="break-words font-mono text-muted">{field}</dt>
          <dd className="min-w-0 break-words">
            <del className="text-red">{before || t("empty")}</del> →{" "}
            <ins className="text-green no-underline">{after || t("empty")}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
