"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import type { Draft } from "@/components/mappings/use-draft";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast-provider";
import type { MappingView } from "@/lib/db/mappings/mapping-view";
import type { Mapping } from "@/lib/domain/mappings/rule";

/** Undo, redo, and what becomes of the draft. */
export function SaveBar({ view, draft }: { view: MappingView; draft: Draft }) {
  const t = useTranslations();
  const toast = useToast();
  const router = useRouter();
  const url = `/api/mappings/${view.integrationId}`;
  const { kind } = view;
  const { revision, basedOn, mapping: content } = draft;
  const failed = (error: Error) => {
    toast.failed(error);
    if (error instanceof ApiProblem && error.status === 409) router.refresh();
  };
  const done = () => {
    toast.good(t("common.saved"));
    router.refresh();
  };
  const save = useMutation({
    mutationFn: () =>
      sendJson<{ revision: number; content: Mapping }>("POST", url, { kind, do: "save", revision, basedOn, content }),
    onSuccess: (stored) => {
      draft.saved({ ...stored, basedOn });
      done();
    },
    onError: failed,
  });
  const discard = useMutation({
    mutationFn: () => sendJson("POST", url, { kind, do: "discard", revision }),
    onSuccess: () => {
      draft.saved({ content: view.published.content, revision: 0, basedOn: view.published.version });
      done();
    },
    onError: failed,
  });
  const busy = save.isPending || discard.isPending;
  const error = save.error ?? discard.error;
  return (
    <div className="flex flex-wrap items-center gap-2 sm:ml-auto">
      <Button small disabled={!draft.undo} onClick={() => draft.undo?.()}>
        {t("mappings.undo")}
      </Button>
      <Button small disabled={!draft.redo} onClick={() => draft.redo?.()}>
        {t("mappings.redo")}
      </Button>
      {revision > 0 ? (
        <Button small disabled={busy} onClick={() => discard.mutate()}>
          {t("mappings.discard")}
        </Button>
      ) : null}
      <Button small look="primary" disabled={!draft.dirty || busy} onClick={() => save.mutate()}>
        {t("mappings.saveDraft")}
      </Button>
      {error instanceof ApiProblem && error.problems.length > 0 ? (
        <p role="alert" className="w-full font-medium text-red text-xs">
          {error.problems.map(({ path, message }) => `${path}: ${message}`).join(" · ")}
        </p>
      ) : null}
    </div>
  );
}
