"use client";

import { useTranslations } from "use-intl";
import { ConnectionCard } from "@/components/connections/connection-card";
import { StaleNote } from "@/components/stale-note";
import { Empty } from "@/components/ui/card";
import { useLive } from "@/components/use-live";
import type { Abilities } from "@/lib/auth/roles";
import type { ConnectionList } from "@/lib/db/connections/connection-list";

type Props = { url: string; initial: ConnectionList; abilities: Abilities; severalSellers: boolean };

export function Connections({ url, initial, abilities, severalSellers }: Props) {
  const t = useTranslations("connections");
  const { data, stale } = useLive<ConnectionList>(url, initial);
  if (data.connections.length === 0) return <Empty title={t("empty")} hint={t("emptyHint")} />;
  return (
    <>
      <StaleNote stale={stale} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-2">
        {data.connections.map((connection) => (
          <ConnectionCard
            key={connection.id}
            connection={connection}
            now={data.now}
            abilities={abilities}
            severalSellers={severalSellers}
          />
        ))}
      </div>
    </>
  );
}
