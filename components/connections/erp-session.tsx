"use client";

import { useTranslations } from "use-intl";
import { useAgo } from "@/components/ui/ago";
import type { ConnectionView } from "@/lib/db/connections/connection-list";

/** The ERP session held right now, against the users the licence allows. */
export function ErpSession({ connection, now }: { connection: ConnectionView; now: string }) {
  const t = useTranslations("connections");
  const ago = useAgo(now);
  const { sessionSince } = connection.erp;
  const users = Number(connection.settings.apiUsers) || null;
  const used = sessionSince ? 1 : 0;
  return (
    <div data-testid="erp-session">
      <h3 className="font-medium">{t("sessions")}</h3>
      <p className="tabular-nums">
        {users === null ? t("sessionsOpen", { used }) : t("sessionsOf", { used, users })}
        {sessionSince ? (
          <span className="text-muted">{` · ${t("sessionSince", { ago: ago(sessionSince) })}`}</span>
        ) : null}
      </p>
      <p className="text-muted text-xs">{t("sessionsHint")}</p>
    </div>
  );
}
