"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import type { Draft } from "@/components/mappings/use-draft";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast-provider";
import type { MappingView } from "@/lib/db/mappings/mapping-view";

/** Says that somebody else saved, or that a version came into force after the draft was begun, and offers the way on. */
export function Overtaken({ view, draft }: { view: MappingView; draft: Draft }) {
  const t = useTranslations("mappings");
  const toast = useToast();
  const router = useRouter();
  const { version } = view.published;
  const carry = useMutation({
    mutationFn: () =>
      sendJson<{ both: string[] }>("POST", `/api/mappings/${view.integrationId}`, {
        kind: view.kind,
        do: "carry",
        revision: draft.revision,
        onto: version,
      }),
    onSuccess: ({ both }) => {
      toast.good(both.length > 0 ? t("carriedBoth", { fields: both.join(", ") }) : t("carried", { version }));
      router.refresh();
    },
    onError: (error) => toast.failed(error),
  });
  if (draft.takeStored)
    return (
      <Notice text={t("movedMeanwhile")}>
        <Button small onClick={draft.takeStored}>
          {t("takeStored")}
        </Button>
      </Notice>
    );
  if (draft.basedOn === version) return null;
  return (
    <Notice text={t("overtaken", { old: draft.basedOn, version })}>
      {draft.revision === 0 || draft.dirty ? (
        <p className="text-muted text-xs">{t("saveFirst")}</p>
      ) : (
        <Button small disabled={carry.isPending} onClick={() => carry.mutate()}>
          {t("carry", { version })}
        </Button>
      )}
    </Notice>
  );
}

function Notice({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <div role="status" className="mb-4 flex flex-wrap items-center gap-3 rounded-md border border-amber px-3 py-2">
      <p className="min-w-0 flex-1">{text}</p>
      {children}
    </div>
  );
}
