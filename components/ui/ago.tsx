"use client";

import { useFormatter } from "use-intl";

/** A time relative to the moment the rows were read, so that server and browser render the same text. */
export function useAgo(now: string): (at: string) => string {
  const format = useFormatter();
  return (at) => format.relativeTime(new Date(at), { now: new Date(now), style: "short" });
}

const full = {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
} as const;

export function Ago({ at, now, className }: { at: string; now: string; className?: string }) {
  const format = useFormatter();
  return (
    <time dateTime={at} title={format.dateTime(new Date(at), full)} className={className}>
      {useAgo(now)(at)}
    </time>
  );
}

/** A channel's own local date-time text, shown as it stands there. */
export function ChannelTime({ text }: { text: string }) {
  const format = useFormatter();
  const at = new Date(`${text.replace(" ", "T")}Z`);
  if (Number.isNaN(at.getTime())) return text;
  const shape = {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  } as const;
  return <time dateTime={text}>{format.dateTime(at, shape)}</time>;
}
