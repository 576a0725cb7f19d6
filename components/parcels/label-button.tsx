"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { ApiProblem } from "@/components/api";
import { ProblemText } from "@/components/problem-text";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { Problem } from "@/lib/domain/problem";

/** Fetches a parcel's label from the channel and hands it to the browser; says why where there is none. */
export function LabelButton({ orderId }: { orderId: string }) {
  const t = useTranslations("order");
  const toast = useToast();
  const label = useMutation({
    mutationFn: () => fetchLabel(orderId),
    onError: (error) => toast.failed(error),
  });
  return (
    <>
      <Button look="quiet" small onClick={() => label.mutate()} disabled={label.isPending}>
        <Icon name="open" className="size-3.5" />
        {label.isPending ? t("labelReading") : t("label")}
      </Button>
      {label.data ? <ProblemText problem={label.data} tone="amber" /> : null}
    </>
  );
}

/** Saves the PDF; the channel's own refusal is returned, anything else is thrown. */
async function fetchLabel(orderId: string): Promise<Problem | null> {
  const response = await fetch(`/api/orders/${orderId}/label`).catch(() => null);
  if (!response) throw new ApiProblem(0, "no answer");
  if (!response.ok) {
    const { title, problem } = (await response.json().catch(() => ({}))) as { title?: string; problem?: Problem };
    if (problem) return problem;
    throw new ApiProblem(response.status, title ?? response.statusText);
  }
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "AWB.pdf";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return null;
}
