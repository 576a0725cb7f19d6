"use client";

import { useTranslations } from "use-intl";
import { CountResult } from "@/components/counts/count-result";
import { Task } from "@/components/counts/task";
import { StaleNote } from "@/components/stale-note";
import { Card, Empty } from "@/components/ui/card";
import { useLive } from "@/components/use-live";
import type { CountList as Data } from "@/lib/db/counts/count-list";

type Props = { url: string; initial: Data; mayStart: boolean; severalSellers: boolean };

/** Per integration: what the last count found, and the buttons to count again and to restore lost links. */
export function CountDesk({ url, initial, mayStart, severalSellers }: Props) {
  const t = useTranslations();
  const { data, stale } = useLive<Data>(url, initial);
  if (data.integrations.length === 0) return <Empty title={t("settings.empty")} hint={t("settings.emptyHint")} />;
  return (
    <div className="space-y-4">
      <StaleNote stale={stale} />
      {data.integrations.map((integration) => (
        <Card
          key={integration.id}
          title={severalSellers ? `${integration.seller} · ${integration.slug}` : integration.slug}
          flush
        >
          <Task integration={integration} now={data.now} mayStart={mayStart} />
          <CountResult count={integration.count} now={data.now} />
        </Card>
      ))}
    </div>
  );
}
