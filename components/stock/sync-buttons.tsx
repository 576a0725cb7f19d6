"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { useAgo } from "@/components/ui/ago";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { OfferList } from "@/lib/db/stock/offer-list";

/** *Sync now*, one press per integration, with the time of the last push beside it. */
export function SyncButtons({ list, maySync }: { list: Pick<OfferList, "now" | "integrations">; maySync: boolean }) {
  const t = useTranslations("stock");
  const toast = useToast();
  const client = useQueryClient();
  const ago = useAgo(list.now);
  const sync = useMutation({
    mutationFn: (id: string) => sendJson("POST", `/api/integrations/${id}/sync`),
    onSuccess: () => toast.good(t("syncing")),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  const format = useFormatter();
  const lag = (ms: number | null) =>
    ms === null
      ? t("notVisible")
      : t("visibleAfter", { seconds: format.number(ms / 1000, { maximumFractionDigits: 1 }) });
  const several = list.integrations.length > 1;
  return (
    <ul className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
      {list.integrations.map(({ id, slug, seller, stockPushedAt, requested, reconcile, visibility }) => (
        <li key={id} className="flex items-center gap-2.5">
          <span className="text-muted text-xs">
            {several ? `${seller} · ${slug}: ` : ""}
            {reconcile && reconcile.read > 0
              ? t("reading", { read: reconcile.read, of: Math.max(reconcile.of, reconcile.read) })
              : stockPushedAt
                ? t("lastPush", { ago: ago(stockPushedAt) })
                : t("neverPushed")}
            {visibility ? `, ${lag(visibility.ms)}` : ""}
          </span>
          {maySync ? (
            <Button small={several} onClick={() => sync.mutate(id)} disabled={sync.isPending}>
              <Icon name="retry" className={`size-3.5 ${requested ? "animate-spin" : ""}`} />
              {t("syncNow")}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
