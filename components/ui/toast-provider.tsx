"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem } from "@/components/api";
import { Icon } from "@/components/ui/icons";

type Toast = { id: number; kind: "good" | "bad"; text: string };
type Say = (kind: Toast["kind"], text: string) => void;

const shownMs = 5000;
const atMost = 3;
const kinds = { good: "status", bad: "alert" } as const;

const ToastContext = createContext<Say | null>(null);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const last = useRef(0);
  const say = useCallback<Say>((kind, text) => {
    const toast = { id: ++last.current, kind, text };
    setToasts((shown) => [...shown, toast].slice(-atMost));
  }, []);
  const close = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  return (
    <ToastContext value={say}>
      {children}
      <div className="pointer-events-none fixed right-4 bottom-20 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 lg:bottom-4 print:hidden">
        {/* Both stand from the start: a reader announces only what enters a place that was there before. */}
        {(["good", "bad"] as const).map((kind) => (
          <div key={kind} role={kinds[kind]} className="contents">
            {toasts
              .filter((toast) => toast.kind === kind)
              .map((toast) => (
                <ToastCard key={toast.id} toast={toast} close={close} />
              ))}
          </div>
        ))}
      </div>
    </ToastContext>
  );
}

/** Leaves after five seconds, but not while it is pointed at or holds the focus. */
function ToastCard({ toast, close }: { toast: Toast; close: (id: number) => void }) {
  const t = useTranslations("common");
  const [held, setHeld] = useState(false);
  const { id, kind, text } = toast;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => close(id), shownMs);
    return () => clearTimeout(timer);
  }, [held, id, close]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it from leaving.
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-lg transition-opacity starting:opacity-0"
    >
      <Icon
        name={kind === "bad" ? "alert" : "check"}
        className={`mt-0.5 size-4 ${kind === "bad" ? "text-red" : "text-green"}`}
      />
      <p className="min-w-0 flex-1 break-words font-medium">{text}</p>
      <button
        type="button"
        aria-label={t("close")}
        onClick={() => close(id)}
        className="rounded p-0.5 text-muted hover:text-ink"
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** Says how an action ended; `failed` words an error so that a person knows whether anything was changed. */
export function useToast(): { good(text: string): void; bad(text: string): void; failed(error: unknown): void } {
  const say = useContext(ToastContext);
  const t = useTranslations();
  if (!say) throw new Error("useToast needs a ToastProvider above it");
  return {
    good: (text) => say("good", text),
    bad: (text) => say("bad", text),
    failed: (error) => say("bad", wordsOf(error)),
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
