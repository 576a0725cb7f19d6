"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Ago } from "@/components/ui/ago";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useToast } from "@/components/ui/toast-provider";
import type { MappingView } from "@/lib/db/mappings/mapping-view";

/** Every published version with who, when, why and what; any of them comes back with one click. */
export function Versions({ view, editable }: { view: MappingView; editable: boolean }) {
  const t = useTranslations("mappings");
  const toast = useToast();
  const router = useRouter();
  const back = useMutation({
    mutationFn: (version: number) =>
      sendJson<{ version: number }>("POST", `/api/mappings/${view.integrationId}`, {
        kind: view.kind,
        do: "roll-back",
        version,
        note: "",
      }),
    onSuccess: ({ version }) => {
      toast.good(t("published", { version }));
      router.refresh();
    },
    onError: (error) => toast.failed(error),
  });
  return (
    <Card title={t("versions")} flush>
      <ol className="divide-y divide-line">
        {view.versions.map(({ version, author, note, changes, restores, imported, publishedAt, orders }) => (
          <li
            key={version}
            id={`version-${version}`}
            className="px-4 py-3 target:bg-accent-soft"
            data-version={version}
          >
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-semibold">{t("version", { version })}</span>
              {version === view.published.version ? <Badge tone="green">{t("current")}</Badge> : null}
              {restores ? <Badge tone="grey">{t("restores", { version: restores })}</Badge> : null}
              <span className="text-muted text-xs">
                {author} · <Ago at={publishedAt} now={view.now} />
                {orders === null ? "" : ` · ${t("ordersBegun", { count: orders })}`}
              </span>
              {editable && version !== view.published.version ? (
                <Button small className="ml-auto" disabled={back.isPending} onClick={() => back.mutate(version)}>
                  {t("rollBack", { version })}
                </Button>
              ) : null}
            </div>
            {note ? <p className="mt-1">{note}</p> : null}
            {imported && imported.length > 0 ? (
              <details className="mt-1 text-xs">
                <summary className="text-muted">{t("importedHistory", { count: imported.length })}</summary>
                <ol className="mt-1 space-y-1">
                  {imported.map((past) => (
                    <li key={`${past.version} ${past.publishedAt}`}>
                      {t("version", { version: past.version })} · {past.author} · {past.publishedAt.slice(0, 10)}
                      {past.note ? `: ${past.note}` : ""}
                    </li>
                  ))}
                </ol>
              </details>
            ) : null}
            {changes.length > 0 ? (
              <details className="mt-1 text-xs">
                <summary className="text-muted">{t("whatChanged", { count: changes.length })}</summary>
                <dl className="mt-1 space-y-1">
                  {changes.map(({ part, name, before, after }) => (
                    <div key={`${part} ${name}`}>
                      <dt className="font-medium">{name}</dt>
                      <dd className="break-words font-mono text-muted">
                        {before ?? "–"} → {after ?? "–"}
                      </dd>
                    </div>
                  ))}
                </dl>
              </details>
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
