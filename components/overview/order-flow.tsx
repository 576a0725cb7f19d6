"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { getJson } from "@/components/api";
import { Card } from "@/components/ui/card";
import type { Bucket, OrderFlow as Data, Latency } from "@/lib/db/orders/order-flow";

type Props = { url: string; initial: Data };

/** A picture of a day or a fortnight changes slowly, and costs more to draw than a list of what is open. */
const everyMs = 30_000;

const series = [
  { key: "received", fill: "fill-line-strong" },
  { key: "inErp", fill: "fill-blue" },
  { key: "handedOver", fill: "fill-green" },
  { key: "invoiced", fill: "fill-accent" },
] as const;

/** Orders over time: of those received in each hour or day, how many have got how far; and how fast they got there. */
export function OrderFlow({ url, initial }: Props) {
  const t = useTranslations("overview");
  const [span, setSpan] = useState<keyof Data>("day");
  const { data } = useQuery<Data>({
    queryKey: [url],
    queryFn: () => getJson<Data>(url),
    initialData: initial,
    refetchInterval: everyMs,
  });
  const { buckets, latency } = data[span];
  return (
    <Card title={t("overTime")} aside={<SpanSwitch span={span} onChange={setSpan} />}>
      <Speed latency={latency} />
      <div className="mt-3 space-y-2">
        {series.map(({ key, fill }) => (
          <Strip key={key} name={key} fill={fill} buckets={buckets} />
        ))}
      </div>
      <Axis buckets={buckets} />
    </Card>
  );
}

function SpanSwitch({ span, onChange }: { span: keyof Data; onChange: (span: keyof Data) => void }) {
  const t = useTranslations("overview");
  return (
    <div className="flex gap-1">
      {(["day", "fortnight"] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={span === one}
          onClick={() => onChange(one)}
          className={`h-7 rounded-md px-2 font-medium text-xs ${span === one ? "bg-accent-soft text-accent" : "text-muted hover:bg-grey-soft hover:text-ink"}`}
        >
          {t(`span.${one}`)}
        </button>
      ))}
    </div>
  );
}

function Speed({ latency }: { latency: Latency | null }) {
  const t = useTranslations("overview");
  const words = useDuration();
  if (!latency) return <p className="text-muted">{t("speedNone")}</p>;
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1" data-testid="speed">
      <span className="text-muted">{t("speed")}</span>
      <span>
        <span className="font-semibold text-lg">{words(latency.median)}</span>{" "}
        <span className="text-muted text-xs">{t("median")}</span>
      </span>
      <span>
        <span className="font-semibold text-lg">{words(latency.p95)}</span>{" "}
        <span className="text-muted text-xs">{t("p95")}</span>
      </span>
    </p>
  );
}

/** "4 s", "2 min", "1.5 h" in the reader's way of writing numbers. */
function useDuration(): (seconds: number) => string {
  const format = useFormatter();
  return (seconds) => {
    const [value, unit] =
      seconds < 90 ? [seconds, "second"] : seconds < 5400 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
    return format.number(value, {
      style: "unit",
      unit,
      unitDisplay: "short",
      maximumFractionDigits: value < 10 ? 1 : 0,
    });
  };
}

type StripProps = { name: (typeof series)[number]["key"]; fill: string; buckets: Bucket[] };

const slot = 10;
const height = 32;

/** One bar per hour or day; all strips share one scale, so that a gap between two of them is a gap in the work. */
function Strip({ name, fill, buckets }: StripProps) {
  const t = useTranslations("overview");
  const label = useStamp();
  const top = Math.max(1, ...buckets.map(({ received }) => received));
  const total = buckets.reduce((sum, bucket) => sum + bucket[name], 0);
  return (
    <div className="grid grid-cols-[7.5rem_minmax(0,1fr)] items-end gap-3">
      <p className="leading-tight">
        <span className="block text-muted text-xs">{t(`series.${name}`)}</span>
        <span className="font-semibold">{total}</span>
      </p>
      <svg
        viewBox={`0 0 ${buckets.length * slot} ${height}`}
        preserveAspectRatio="none"
        className="h-8 w-full"
        role="img"
        aria-label={`${t(`series.${name}`)}: ${total}`}
      >
        {buckets.map((bucket, index) => {
          const tall = (bucket[name] / top) * (height - 1);
          return (
            <g key={bucket.at}>
              <title>{`${label(bucket.at)}: ${bucket[name]}`}</title>
              <rect x={index * slot} y={0} width={slot} height={height} className="fill-transparent" />
              <rect x={index * slot + 1} y={height - 1} width={slot - 2} height={1} className="fill-line" />
              {tall > 0 ? (
                <rect
                  x={index * slot + 1}
                  y={height - Math.max(tall, 2)}
                  width={slot - 2}
                  height={Math.max(tall, 2)}
                  className={fill}
                />
              ) : null}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** `2026-11-22 14` as an hour, `2026-11-22` as a day. */
function useStamp(): (at: string) => string {
  const format = useFormatter();
  return (at) => {
    const [day = "", hour] = at.split(" ");
    if (hour) return `${hour}:00`;
    return format.dateTime(new Date(`${day}T12:00:00Z`), { day: "numeric", month: "short", timeZone: "UTC" });
  };
}

function Axis({ buckets }: { buckets: Bucket[] }) {
  const label = useStamp();
  const [first, middle, last] = [buckets[0], buckets[Math.floor(buckets.length / 2)], buckets.at(-1)];
  return (
    <p aria-hidden="true" className="mt-1 ml-[8.25rem] flex justify-between text-muted text-xs">
      {[first, middle, last].map((bucket) => (bucket ? <span key={bucket.at}>{label(bucket.at)}</span> : null))}
    </p>
  );
}
