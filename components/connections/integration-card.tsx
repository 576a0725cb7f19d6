"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { RateLimitLines } from "@/components/connections/rate-limit-meter";
import { useProblemTitle } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { useAgo } from "@/components/ui/ago";
import { Badge, Mark } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { ConnectionState, Overview } from "@/lib/db/overview/overview";

type Props = { integration: Overview["integrations"][number]; now: string; severalSellers: boolean };

export const connectorTitles: Record<string, string> = { emag: "eMAG", acumatica: "Acumatica" };

export function IntegrationCard({ integration, now, severalSellers }: Props) {
  const t = useTranslations("overview");
  const withSeller = useSellerHref();
  return (
    <Card
      title={severalSellers ? `${integration.seller} · ${integration.slug}` : integration.slug}
      aside={
        integration.enabled ? (
          <Heartbeat integration={integration} now={now} />
        ) : (
          <Badge tone="grey">{t("disabled")}</Badge>
        )
      }
      flush
    >
      <ul className="divide-y divide-line">
        {integration.connections.map((connection) => (
          <li key={connection.slug} className="relative px-4 py-2.5 hover:bg-sunken" data-connection={connection.slug}>
            <p className="flex items-center justify-between gap-3">
              <Link href={withSeller("/connections")} className="truncate after:absolute after:inset-0">
                {connectorTitles[connection.connector] ?? connection.connector}
                <span className="ml-2 text-muted text-xs">{connection.slug}</span>
              </Link>
              <StateOf connection={connection} />
            </p>
            <ul className="mt-1 space-y-0.5 empty:hidden" data-testid="budgets">
              <RateLimitLines limits={connection.budgets} />
              {connection.seats ? <Seats {...connection.seats} /> : null}
            </ul>
          </li>
        ))}
      </ul>
      <p className="border-line border-t px-4 py-2.5 text-muted text-xs">
        <HeartbeatTimes integration={integration} now={now} />
      </p>
    </Card>
  );
}

function Seats({ used, users }: NonNullable<ConnectionState["seats"]>) {
  const t = useTranslations("connections");
  return (
    <li className="flex justify-between gap-3 text-muted text-xs">
      <span>{t("sessions")}</span>
      <span className="tabular-nums">
        {users === null ? t("sessionsOpen", { used }) : t("sessionsShort", { used, users })}
      </span>
    </li>
  );
}

function StateOf({ connection }: { connection: ConnectionState }) {
  const t = useTranslations("connections");
  const titleOf = useProblemTitle();
  if (connection.pauseProblem) return <Mark tone="amber">{titleOf(connection.pauseProblem)}</Mark>;
  return <Mark tone="green">{t("inOrder")}</Mark>;
}

type HeartbeatProps = Pick<Props, "integration" | "now">;

/** A heartbeat two intervals late: neither a worker nor the cron route is running. */
function isOverdue({ integration, now }: HeartbeatProps): boolean {
  const { nextAt, startedAt, running } = integration;
  if (!nextAt || !startedAt || running) return false;
  const interval = Date.parse(nextAt) - Date.parse(startedAt);
  return Date.parse(now) > Date.parse(nextAt) + interval;
}

function Heartbeat(props: HeartbeatProps) {
  const t = useTranslations("overview");
  if (props.integration.running) return <Badge tone="blue">{t("running")}</Badge>;
  if (isOverdue(props)) return <Badge tone="red">{t("overdue")}</Badge>;
  return null;
}

function HeartbeatTimes({ integration, now }: HeartbeatProps) {
  const t = useTranslations("overview");
  const ago = useAgo(now);
  const { finishedAt, nextAt, running } = integration;
  const last = finishedAt ? t("lastHeartbeat", { ago: ago(finishedAt) }) : t("noHeartbeat");
  const upcoming = nextAt && !running && nextAt > now ? t("nextHeartbeat", { ago: ago(nextAt) }) : "";
  return `${t("heartbeat")}: ${[last, upcoming].filter(Boolean).join(", ")}`;
}
