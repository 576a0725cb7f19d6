"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { HistoryPoint } from "@/lib/db/stock/offer-detail";

const [width, height] = [640, 120];

/** Available and shown units over time, as steps: a figure holds until the next one. */
export function StockChart({ history, now }: { history: HistoryPoint[]; now: string }) {
  const t = useTranslations("stock.explain");
  const format = useFormatter();
  const [first] = history;
  if (!first || history.length < 2) return <p className="text-muted">{t("historyNone")}</p>;
  const from = Date.parse(first.at);
  const to = Math.max(Date.parse(now), from + 1);
  const most = Math.max(1, ...history.flatMap(({ available, wanted }) => [available ?? 0, wanted ?? 0]));
  const x = (at: string) => ((Date.parse(at) - from) / (to - from)) * width;
  const y = (units: number) => height - (Math.max(0, units) / most) * (height - 4) - 2;
  const line = (figure: "available" | "wanted") => {
    const points = history.flatMap((point) => {
      const units = point[figure];
      return units === null ? [] : [{ x: x(point.at), y: y(units) }];
    });
    const [start, ...rest] = points;
    if (!start) return "";
    return `M${start.x} ${start.y}${rest.map((point) => `H${point.x}V${point.y}`).join("")}H${width}`;
  };
  const day = (at: number) =>
    format.dateTime(new Date(at), { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  return (
    <figure>
      <svg
        role="img"
        aria-label={t("historyLabel", { from: day(from), to: day(to), most })}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-32 w-full overflow-visible border-line border-b border-l"
      >
        <path
          d={line("available")}
          fill="none"
          className="stroke-muted"
          strokeWidth={1.5}
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={line("wanted")}
          fill="none"
          className="stroke-accent"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="mt-1.5 flex flex-wrap justify-between gap-x-4 text-muted text-xs">
        <span>{day(from)}</span>
        <span className="flex gap-4">
          <span>┄ {t("legendAvailable")}</span>
          <span className="text-accent">━ {t("legendWanted")}</span>
          <span>max {most}</span>
        </span>
        <span>{day(to)}</span>
      </figcaption>
    </figure>
  );
}
