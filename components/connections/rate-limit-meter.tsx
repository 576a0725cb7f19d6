"use client";

import { useTranslations } from "use-intl";
import { Ago } from "@/components/ui/ago";
import type { RateLimitView } from "@/lib/db/connections/rate-limit-view";

/** A connector's bucket in the reader's language, where it has a text. */
function useBucketName(): (bucket: string) => string {
  const t = useTranslations("budget");
  return (bucket) => {
    const key = `bucket.${bucket}` as "bucket.orders";
    return t.has(key) ? t(key) : bucket;
  };
}

/** How much of the other side's call limits is used, all processes together. */
export function RateLimitMeters({ limits, now }: { limits: RateLimitView[]; now: string }) {
  const t = useTranslations("budget");
  return (
    <div data-testid="budgets">
      <h3 className="font-medium">{t("title")}</h3>
      {limits.length === 0 ? (
        <p className="text-muted text-xs">{t("none")}</p>
      ) : (
        <ul className="mt-2 grid gap-3 sm:grid-cols-2">
          {limits.map((limit) => (
            <RateLimitMeter key={limit.bucket} limit={limit} now={now} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** The same in one line each, where a person only looks whether there is room left. */
export function RateLimitLines({ limits }: { limits: RateLimitView[] }) {
  const t = useTranslations("budget");
  const nameOf = useBucketName();
  return limits.map(({ bucket, lastMinute, perMinute, waiting }) => (
    <li key={bucket} className="grid grid-cols-[minmax(0,1fr)_5rem_8.5rem] items-center gap-x-3 text-muted text-xs">
      <span className="truncate">{nameOf(bucket)}</span>
      <Bar share={lastMinute / perMinute} />
      <span className="text-right tabular-nums">{t("short", { used: lastMinute, limit: perMinute, waiting })}</span>
    </li>
  ));
}

/** Decoration: its figures stand beside it. */
function Bar({ share }: { share: number }) {
  return (
    <span aria-hidden="true" className="block h-1.5 overflow-hidden rounded-full bg-sunken">
      <span
        className={`block h-full rounded-full ${share > 0.9 ? "bg-amber" : "bg-accent"}`}
        style={{ width: `${Math.min(1, share) * 100}%` }}
      />
    </span>
  );
}

function RateLimitMeter({ limit, now }: { limit: RateLimitView; now: string }) {
  const t = useTranslations("budget");
  const { bucket, lastMinute, perMinute, lastSecond, perSecond, waiting, remaining, refused, refusedAt } = limit;
  const name = useBucketName()(bucket);
  const asides = [
    waiting > 0 ? t("waiting", { count: waiting }) : "",
    remaining === null ? "" : t("remaining", { count: remaining }),
  ].filter(Boolean);
  return (
    <li className="space-y-1">
      <p className="flex items-baseline justify-between gap-2">
        <span>{name}</span>
        <span className="text-muted text-xs tabular-nums">{t("minute", { used: lastMinute, limit: perMinute })}</span>
      </p>
      <meter className="sr-only" aria-label={name} min={0} max={perMinute} value={Math.min(lastMinute, perMinute)} />
      <Bar share={lastMinute / perMinute} />
      <p className="text-muted text-xs tabular-nums">
        {[t("second", { used: lastSecond, limit: perSecond }), ...asides].join(" · ")}
      </p>
      <p className={`text-xs ${refused > 0 ? "text-amber" : "text-muted"}`}>
        {t("refused", { count: refused })}
        {refusedAt ? (
          <>
            {", "}
            <Ago at={refusedAt} now={now} />
          </>
        ) : null}
      </p>
    </li>
  );
}
