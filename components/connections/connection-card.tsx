"use client";

import { useTranslations } from "use-intl";
import { connectionFields } from "@/components/connections/connection-fields";
import { ConnectionForm } from "@/components/connections/connection-form";
import { ConnectionTests } from "@/components/connections/connection-test";
import { ErpSession } from "@/components/connections/erp-session";
import { connectorTitles } from "@/components/connections/integration-card";
import { PushGuide } from "@/components/connections/push-guide";
import { RateLimitMeters } from "@/components/connections/rate-limit-meter";
import { Webhook } from "@/components/connections/webhook";
import { Rights } from "@/components/invoices/rights";
import { ProblemText } from "@/components/problem-text";
import { Ago } from "@/components/ui/ago";
import { Badge } from "@/components/ui/badge";
import type { Abilities } from "@/lib/auth/roles";
import type { ConnectionView } from "@/lib/db/connections/connection-list";

type Props = { connection: ConnectionView; now: string; abilities: Abilities; severalSellers: boolean };

export function ConnectionCard({ connection, now, abilities, severalSellers }: Props) {
  const t = useTranslations("connections");
  const fiscal = useTranslations("fiscal");
  const { pauseProblem, pausedUntil } = connection;
  const fields = connectionFields(connection);
  const isErp = connection.connector === "acumatica";
  return (
    <section className="rounded-lg border border-line bg-surface" data-connection={connection.slug}>
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-3">
        <h2 className="font-semibold">{connectorTitles[connection.connector] ?? connection.connector}</h2>
        <span className="text-muted">
          {severalSellers ? `${connection.seller.name} · ${connection.slug}` : connection.slug}
        </span>
        <span className="ml-auto flex items-center gap-2">
          {pauseProblem && pausedUntil && pausedUntil > now ? (
            <span className="text-muted text-xs">
              <Ago at={pausedUntil} now={now} />
            </span>
          ) : null}
          <Badge tone={pauseProblem ? "amber" : "green"}>{pauseProblem ? t("paused") : t("inOrder")}</Badge>
        </span>
      </header>
      <div className="divide-y divide-line border-line border-t *:px-4 *:py-4">
        {pauseProblem ? (
          <div>
            <ProblemText problem={pauseProblem} tone={pauseProblem.kind === "auth" ? "red" : "amber"} />
          </div>
        ) : null}
        <ConnectionTests connection={connection} now={now} mayTest={abilities.retry} />
        {isErp ? (
          <details data-testid="rights">
            <summary className="font-medium">{fiscal("rights")}</summary>
            <div className="mt-2">
              <Rights />
            </div>
          </details>
        ) : null}
        <RateLimitMeters limits={connection.budgets} now={now} />
        {isErp ? <ErpSession connection={connection} now={now} /> : null}
        <ConnectionForm
          connection={connection}
          part="settings"
          title={t("settings")}
          fields={fields.settings}
          initial={connection.settings}
          editable={abilities.configure}
        />
        {abilities.configure ? (
          <ConnectionForm
            connection={connection}
            part="credentials"
            title={t("credentials")}
            hint={t("credentialsHint")}
            fields={fields.credentials}
            initial={{}}
            editable
          />
        ) : null}
        <Webhook connection={connection} now={now} mayRotate={abilities.configure} />
        {isErp ? <PushGuide connection={connection} now={now} /> : null}
      </div>
    </section>
  );
}
