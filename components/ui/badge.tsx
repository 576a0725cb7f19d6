import type { ReactNode } from "react";

export type Tone = "grey" | "blue" | "green" | "amber" | "red";

const soft: Record<Tone, string> = {
  grey: "bg-grey-soft text-muted",
  blue: "bg-blue-soft text-blue",
  green: "bg-green-soft text-green",
  amber: "bg-amber-soft text-amber",
  red: "bg-red-soft text-red",
};

export const toneText: Record<Tone, string> = {
  grey: "text-muted",
  blue: "text-blue",
  green: "text-green",
  amber: "text-amber",
  red: "text-red",
};

const dots: Record<Tone, string> = {
  grey: "bg-line-strong",
  blue: "bg-blue",
  green: "bg-green",
  amber: "bg-amber",
  red: "bg-red",
};

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 items-center whitespace-nowrap rounded-full px-2 font-medium text-xs ${soft[tone]}`}
    >
      {children}
    </span>
  );
}

/** A state in a line of text: the dot is for the eye, the words carry the meaning. */
export function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`inline-flex min-w-0 items-center gap-1.5 ${toneText[tone]}`}>
      <span aria-hidden="true" className={`size-1.5 shrink-0 rounded-full ${dots[tone]}`} />
      <span className="truncate">{children}</span>
    </span>
  );
}
