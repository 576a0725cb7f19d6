"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { useAgo } from "@/components/ui/ago";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Select } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { ConnectionView } from "@/lib/db/connections/connection-list";

type Props = { connection: ConnectionView; now: string; mayRotate: boolean };

/** The URL to enter on the other side, and its replacement by a new one while the old one still works. */
export function Webhook({ connection, now, mayRotate }: Props) {
  const t = useTranslations("connections");
  const ago = useAgo(now);
  const { webhookUrl, previousUrlUntil } = connection;
  return (
    <div>
      <h3 className="font-medium">{t("webhook")}</h3>
      {webhookUrl ? (
        <>
          <p className="mb-2 text-muted text-xs">{t("webhookHint")}</p>
          <div className="flex items-center gap-1 rounded-md bg-sunken py-1 pr-1 pl-2.5">
            <code className="min-w-0 flex-1 truncate font-sans text-xs" data-testid="webhook-url">
              {webhookUrl}
            </code>
            <CopyButton text={webhookUrl} label={t("webhook")} />
          </div>
        </>
      ) : (
        <p className="text-muted text-xs">{t("webhookHidden")}</p>
      )}
      {previousUrlUntil ? (
        <p className="mt-2 text-muted text-xs">{t("previousUntil", { ago: ago(previousUrlUntil) })}</p>
      ) : null}
      {mayRotate ? <Rotation connection={connection} /> : null}
    </div>
  );
}

const choices = [168, 24, 0];

function Rotation({ connection }: { connection: ConnectionView }) {
  const t = useTranslations("connections");
  const toast = useToast();
  const client = useQueryClient();
  const id = useId();
  const [overlapHours, setOverlapHours] = useState(choices[0] ?? 0);
  const rotate = useMutation({
    mutationFn: () => sendJson("POST", `/api/connections/${connection.id}/rotate-webhook`, { overlapHours }),
    onSuccess: () => toast.good(t("rotated")),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      <Button onClick={() => rotate.mutate()} disabled={rotate.isPending}>
        {rotate.isPending ? t("rotating") : t("rotate")}
      </Button>
      <label htmlFor={id} className="text-muted text-xs">
        {t("overlap")}
      </label>
      <div className="w-32">
        <Select id={id} value={overlapHours} onChange={({ target }) => setOverlapHours(Number(target.value))}>
          {choices.map((hours) => (
            <option key={hours} value={hours}>
              {t("overlapHours", { hours })}
            </option>
          ))}
        </Select>
      </div>
    </div>
  );
}
