"use client";

import { Toast } from "@base-ui/react/toast";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem } from "@/components/api";
import { Icon } from "@/components/ui/icons";

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={5000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-20 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 lg:bottom-4">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  const t = useTranslations("common");
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="rounded-lg border border-line-strong bg-raised shadow-lg transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-2.5 p-3">
        <Icon
          name={toast.type === "bad" ? "alert" : "check"}
          className={`mt-0.5 size-4 ${toast.type === "bad" ? "text-red" : "text-green"}`}
        />
        <Toast.Title className="flex-1 font-medium" />
        <Toast.Close aria-label={t("close")} className="rounded p-0.5 text-muted hover:text-ink">
          <Icon name="close" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

/** Says how an action ended; `failed` words an error so that a person knows whether anything was changed. */
export function useToast(): { good(text: string): void; bad(text: string): void; failed(error: unknown): void } {
  const { add } = Toast.useToastManager();
  const t = useTranslations();
  return {
    good: (text) => void add({ title: text, type: "good" }),
    bad: (text) => void add({ title: text, type: "bad", priority: "high" }),
    failed: (error) => void add({ title: wordsOf(error), type: "bad", priority: "high" }),
  };

  function wordsOf(error: unknown): string {
    if (!(error instanceof ApiProblem)) return t("common.failed");
    if (error.problems.length > 0) return t("common.fixFields");
    if (error.status === 0) return t("errors.network");
    if (error.status === 401) return t("errors.signedOut");
    if (error.status === 403) return t("errors.forbidden");
    return t("common.failed");
  }
}
