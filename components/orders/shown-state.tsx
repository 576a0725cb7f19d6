"use client";

import { useTranslations } from "use-intl";
import { Badge, Mark, type Tone } from "@/components/ui/badge";
import type { OrderGroup } from "@/lib/db/orders/order-group";
import type { StepMark } from "@/lib/db/orders/order-list";
import type { OrderStatus } from "@/lib/domain/orders/order";
import type { FirstEditionStep } from "@/lib/domain/orders/step";

const groupTone: Record<OrderGroup, Tone> = {
  "needs-person": "red",
  "in-doubt": "amber",
  "in-progress": "blue",
  "set-aside": "grey",
  done: "green",
};

export function GroupBadge({ group }: { group: OrderGroup }) {
  const t = useTranslations("groupOne");
  return <Badge tone={groupTone[group]}>{t(group)}</Badge>;
}

const statusTone: Record<OrderStatus, Tone> = {
  cancelled: "grey",
  new: "blue",
  "in-progress": "grey",
  prepared: "grey",
  finalised: "green",
  returned: "grey",
};

export function ChannelStatus({ status }: { status: OrderStatus }) {
  const t = useTranslations("status");
  return <Mark tone={statusTone[status]}>{t(status)}</Mark>;
}

type Standing = FirstEditionStep & { attempts: number; problem: unknown };

export type ShownState = FirstEditionStep["state"] | "retrying" | "none";

/** A step that is due again after a failure is retrying; one that simply comes next is not. */
export function shownState({ state, wait, attempts, problem }: Standing): ShownState {
  if (wait === "cancelled") return "none";
  return state === "due" && (attempts > 0 || problem !== null) ? "retrying" : state;
}

export const stateTone: Record<ShownState, Tone> = {
  waiting: "grey",
  none: "grey",
  due: "blue",
  retrying: "amber",
  running: "blue",
  "in-doubt": "amber",
  blocked: "red",
  done: "green",
};

/** A step in one table cell: its result when there is one, else how it stands. */
export function StepCell({ step, result }: { step: StepMark | undefined; result: string | null }) {
  const t = useTranslations();
  if (result && (!step || step.state === "done")) return <span className="truncate">{result}</span>;
  if (!step) return <span className="text-muted">–</span>;
  const state = shownState(step);
  if (state === "waiting" && step.wait) return <Mark tone="grey">{t(`waitShort.${step.wait}`)}</Mark>;
  return <Mark tone={stateTone[state]}>{t(`stepState.${state}`)}</Mark>;
}
