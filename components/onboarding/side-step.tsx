"use client";

import { useTranslations } from "use-intl";
import { connectionFields } from "@/components/connections/connection-fields";
import { ConnectionForm } from "@/components/connections/connection-form";
import { ConnectionTests } from "@/components/connections/connection-test";
import { PushGuide } from "@/components/connections/push-guide";
import { Rights } from "@/components/invoices/rights";
import { ConnectForm } from "@/components/onboarding/connect-form";
import { ProblemText } from "@/components/problem-text";
import { CopyButton } from "@/components/ui/copy-button";
import type { ConnectionView } from "@/lib/db/connections/connection-list";
import type { Onboarding } from "@/lib/db/overview/onboarding";

type Props = { side: "channel" | "erp"; data: Onboarding };

/** One of the two accounts: what to enter on the other side, its form while there is none, then its test. */
export function SideStep({ side, data }: Props) {
  const t = useTranslations("start");
  const connection = data[side];
  return (
    <>
      {side === "channel" ? <Addresses data={data} /> : null}
      {side === "erp" ? (
        <details>
          <summary className="cursor-pointer font-medium text-accent">{t("rights")}</summary>
          <div className="mt-2">
            <Rights />
          </div>
        </details>
      ) : null}
      {connection ? <Connected connection={connection} side={side} now={data.now} /> : <ConnectForm side={side} />}
    </>
  );
}

/** eMAG accepts calls from declared IP addresses alone (emag-api.md §1.2). */
function Addresses({ data: { channel, outboundAddresses } }: { data: Onboarding }) {
  const t = useTranslations("start");
  const proxy = channel?.settings.proxyUrl;
  const viaProxy = typeof proxy === "string" && URL.canParse(proxy) ? new URL(proxy).hostname : null;
  return (
    <div data-testid="addresses">
      <h3 className="font-medium">{t("address")}</h3>
      {viaProxy ? (
        <p className="text-muted">{t("addressProxy", { host: viaProxy })}</p>
      ) : outboundAddresses.length === 0 ? (
        <p className="text-pretty text-muted">{t("addressUnknown")}</p>
      ) : (
        <>
          <p className="mb-1 text-muted text-xs">{t("addressHint")}</p>
          {outboundAddresses.map((address) => (
            <Copied key={address} text={address} label={t("address")} />
          ))}
        </>
      )}
    </div>
  );
}

function Copied({ text, label }: { text: string; label: string }) {
  return (
    <div className="mt-1 flex items-center gap-1 rounded-md bg-sunken py-1 pr-1 pl-2.5">
      <code className="min-w-0 flex-1 truncate font-sans text-xs">{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  );
}

function Connected({ connection, side, now }: { connection: ConnectionView; side: Props["side"]; now: string }) {
  const t = useTranslations();
  const fields = connectionFields(connection);
  return (
    <>
      {connection.pauseProblem ? <ProblemText problem={connection.pauseProblem} tone="amber" /> : null}
      <ConnectionTests connection={connection} now={now} mayTest />
      {side === "channel" && connection.webhookUrl ? (
        <div>
          <h3 className="font-medium">{t("start.callback")}</h3>
          <p className="text-muted text-xs">{t("connections.webhookHint")}</p>
          <Copied text={connection.webhookUrl} label={t("start.callback")} />
        </div>
      ) : null}
      {side === "erp" ? <PushGuide connection={connection} now={now} /> : null}
      <details>
        <summary className="cursor-pointer font-medium text-accent">{t("start.edit")}</summary>
        <div className="mt-3 space-y-5">
          <ConnectionForm
            connection={connection}
            part="settings"
            title={t("connections.settings")}
            fields={fields.settings}
            initial={connection.settings}
            editable
          />
          <ConnectionForm
            connection={connection}
            part="credentials"
            title={t("connections.credentials")}
            hint={t("connections.credentialsHint")}
            fields={fields.credentials}
            initial={{}}
            editable
          />
        </div>
      </details>
    </>
  );
}
