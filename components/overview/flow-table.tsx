"use client";

import { useTranslations } from "use-intl";
import { type Tone, toneText } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { Overview } from "@/lib/db/overview/overview";
import type { StepKind, StepState } from "@/lib/domain/orders/step";
import { stepKinds } from "@/lib/domain/orders/step";

const columns: { key: "flowWaiting" | "flowDue" | "flowDoubt" | "flowBlocked"; states: StepState[]; tone: Tone }[] = [
  { key: "flowWaiting", states: ["waiting"], tone: "grey" },
  { key: "flowDue", states: ["due", "running"], tone: "blue" },
  { key: "flowDoubt", states: ["in-doubt"], tone: "amber" },
  { key: "flowBlocked", states: ["blocked"], tone: "red" },
];

/** Open steps by kind and state: at which step orders wait. */
export function FlowTable({ flow }: { flow: Overview["flow"] }) {
  const t = useTranslations();
  const count = (kind: StepKind, states: StepState[]) =>
    flow.filter((entry) => entry.kind === kind && states.includes(entry.state)).reduce((sum, { n }) => sum + n, 0);
  const kinds = stepKinds.filter((kind) => kind !== "cancel" || flow.some((entry) => entry.kind === "cancel"));
  return (
    <Card title={t("overview.flow")} flush>
      <table className="w-full table-fixed text-right">
        <thead className="text-muted text-xs">
          <tr>
            <th scope="col" className="w-1/3 px-4 py-2 sm:w-2/5 text-left align-bottom font-medium">
              {t("overview.flowStep")}
            </th>
            {columns.map(({ key }) => (
              <th key={key} scope="col" className="px-1 py-2 align-bottom font-medium last:pr-4 sm:px-2">
                {t(`overview.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-line border-t">
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row" className="px-4 py-2 text-left font-normal">
                {t(`step.${kind}`)}
              </th>
              {columns.map(({ key, states, tone }) => {
                const n = count(kind, states);
                return (
                  <td
                    key={key}
                    className={`px-1 py-2 last:pr-4 sm:px-2 ${n > 0 ? `font-medium ${toneText[tone]}` : "text-muted"}`}
                  >
                    {n}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
