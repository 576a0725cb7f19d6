"use client";

import { useTranslations } from "use-intl";
import { Ago } from "@/components/ui/ago";
import { Icon } from "@/components/ui/icons";
import type { DownloadView, InvoiceView } from "@/lib/db/invoices/invoice-list";

/** The chain of custody: one hash at three places, and everyone who took the file. */
export function Receipt({ invoice, now }: { invoice: InvoiceView; now: string }) {
  const t = useTranslations();
  const whole = invoice.downloads.filter(({ complete }) => complete);
  return (
    <details className="text-xs" data-testid="receipt">
      <summary className="text-muted">
        {t("documents.receipt")} · {t("order.downloads", { count: whole.length })}
        {invoice.size ? ` · ${t("order.size", { kb: Math.max(1, Math.round(invoice.size / 1024)) })}` : ""}
      </summary>
      <dl className="mt-2 space-y-2">
        <Hash
          place="read"
          label={t("documents.readFromErp")}
          hash={invoice.sha256}
          of={invoice.sha256}
          at={invoice.readAt}
          now={now}
        />
        {invoice.storedSha256 ? (
          <Hash
            place="stored"
            label={t("documents.stored")}
            hash={invoice.storedSha256}
            of={invoice.sha256}
            at={null}
            now={now}
          />
        ) : (
          <div>
            <dt className="text-muted">{t("documents.stored")}</dt>
            <dd>{t(invoice.bytesRemovedAt ? "documents.removed" : "documents.notStored")}</dd>
          </div>
        )}
        {whole[0] ? (
          <Hash
            place="served"
            label={t("documents.served")}
            hash={whole[0].sha256}
            of={invoice.sha256}
            at={whole[0].at}
            now={now}
          />
        ) : null}
      </dl>
      <Downloads downloads={invoice.downloads} now={now} />
      <p className="mt-2 text-muted">
        {invoice.bytesRemovedAt || !invoice.expiresAt ? null : (
          <>
            {t("documents.linkUntil")} <Ago at={invoice.expiresAt} now={now} />
          </>
        )}
        {invoice.publications > 1 ? ` · ${t("documents.published", { count: invoice.publications })}` : ""}
      </p>
    </details>
  );
}

type HashProps = {
  place: string;
  label: string;
  hash: string | null;
  of: string | null;
  at: string | null;
  now: string;
};

function Hash({ place, label, hash, of, at, now }: HashProps) {
  const t = useTranslations("documents");
  const same = hash === of;
  return (
    <div>
      <dt className="flex items-center gap-1 text-muted">
        <Icon name={same ? "check" : "alert"} className={`size-3.5 ${same ? "text-green" : "text-red"}`} />
        {label}
        {at ? <Ago at={at} now={now} /> : null}
        {same ? null : <span className="text-red">{t("differs")}</span>}
      </dt>
      <dd className="break-all font-mono" data-sha256={place}>
        {hash}
      </dd>
    </div>
  );
}

function Downloads({ downloads, now }: { downloads: DownloadView[]; now: string }) {
  const t = useTranslations();
  if (downloads.length === 0) return null;
  return (
    <ul className="mt-2 divide-y divide-line border-line border-y">
      {downloads.map((download) => (
        <li key={download.id} className="py-1">
          <span className="flex flex-wrap gap-x-2">
            <Ago at={download.at} now={now} />
            <span>{download.method}</span>
            <span>{t("documents.bytes", { count: download.bytes })}</span>
            <span>{download.address ?? t("documents.addressUnknown")}</span>
            {download.complete || download.method === "HEAD" ? null : (
              <span className="text-amber">{t("order.downloadIncomplete")}</span>
            )}
          </span>
          <span className="block break-all text-muted">{download.agent}</span>
        </li>
      ))}
    </ul>
  );
}
