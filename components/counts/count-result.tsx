"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useProblemTitle } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Ago } from "@/components/ui/ago";
import { Icon } from "@/components/ui/icons";
import type { CountView, DifferenceView } from "@/lib/db/counts/count-list";

/** The three figures side by side, then what is missing or double by name, with its cure; or that nothing is. */
export function CountResult({ count, now }: { count: CountView | null; now: string }) {
  const t = useTranslations("counts");
  if (!count) return <p className="p-4 text-muted">{t("never")}</p>;
  const { figures, fromDay, toDay, at, total, kinds } = count;
  return (
    <>
      <dl className="grid grid-cols-2 gap-px bg-line sm:grid-cols-4">
        {(["channelOrders", "links", "salesOrders", "underway"] as const).map((name) => (
          <div key={name} className="bg-surface px-4 py-3">
            <dt className="text-muted text-xs">{t(`figure.${name}`)}</dt>
            <dd className="font-semibold text-2xl tracking-tight">{figures[name]}</dd>
          </div>
        ))}
      </dl>
      <div className="border-line border-t p-4">
        <p
          className={`flex items-center gap-2 font-semibold ${total === 0 ? "text-green" : "text-red"}`}
          data-testid="differences"
        >
          <Icon name={total === 0 ? "check" : "alert"} />
          {t("differences", { count: total })}
        </p>
        <p className="mt-0.5 text-muted">
          {t("of", { from: fromDay, to: toDay })} <Ago at={at} now={now} />
        </p>
      </div>
      {kinds.map(({ kind, n, rows }) => (
        <section key={kind} className="border-line border-t p-4" data-difference={kind}>
          <h3 className="font-semibold">{`${t(`difference.${kind}.title`)} (${n})`}</h3>
          <p className="mt-0.5 text-pretty text-muted">{t(`difference.${kind}.cure`)}</p>
          <ul className="mt-2 divide-y divide-line">
            {rows.map((row) => (
              <Row key={`${row.order}/${row.numbers.join()}`} row={row} />
            ))}
          </ul>
          {n > rows.length ? <p className="mt-2 text-muted">{t("first", { count: rows.length })}</p> : null}
        </section>
      ))}
    </>
  );
}

function Row({ row: { order, id, numbers, state, problem } }: { row: DifferenceView }) {
  const t = useTranslations();
  const withSeller = useSellerHref();
  const titleOf = useProblemTitle();
  return (
    <li className="flex flex-wrap items-center gap-x-4 py-1.5">
      {id ? (
        <Link href={withSeller(`/orders/${id}`)} className="font-medium text-accent hover:underline">
          {order}
        </Link>
      ) : (
        <span className="font-medium">{order}</span>
      )}
      {numbers.length > 0 ? <span>{numbers.join(", ")}</span> : null}
      {state ? <span className="text-muted">{t(`stepState.${state}`)}</span> : null}
      {problem ? <span className="text-muted">{titleOf(problem)}</span> : null}
    </li>
  );
}
