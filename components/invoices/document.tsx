"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Receipt } from "@/components/invoices/receipt";
import { ProblemText } from "@/components/problem-text";
import { useAgo } from "@/components/ui/ago";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button, buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { InvoiceView } from "@/lib/db/invoices/invoice-list";
import type { InvoiceState } from "@/lib/domain/documents/invoice";

type Props = { invoice: InvoiceView; orderId: string; now: string; mayDecide: boolean; mayOpen: boolean };

const tones: Record<InvoiceState, Tone> = {
  "needs-decision": "red",
  refused: "red",
  voided: "grey",
  delivered: "green",
  adopted: "grey",
  attached: "blue",
  published: "blue",
  found: "grey",
  waiting: "grey",
};

/** One document of the ERP's on its way to the buyer: where it stands, what a person may decide, and its receipt. */
export function Document({ invoice, orderId, now, mayDecide, mayOpen }: Props) {
  const t = useTranslations();
  const decide = useDecision(orderId, invoice.id);
  return (
    <div className="space-y-1.5" data-document={invoice.number} data-state={invoice.state}>
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-semibold" data-testid="invoice">
          {invoice.number}
        </span>
        {invoice.type === "Invoice" ? null : <span className="text-muted text-xs">{invoice.type}</span>}
        <Badge tone={tones[invoice.state]}>{t(`documents.state.${invoice.state}`)}</Badge>
        {invoice.withdrawnAt ? <Badge tone="amber">{t("order.withdrawn")}</Badge> : null}
        {mayOpen && invoice.storedSha256 ? (
          <a
            href={`/api/orders/${orderId}/invoices/${invoice.id}`}
            target="_blank"
            rel="noreferrer"
            className={buttonClass("quiet", true)}
          >
            <Icon name="open" className="size-3.5" />
            {t("order.open")}
          </a>
        ) : null}
      </p>
      <Course invoice={invoice} now={now} />
      {invoice.problem ? <ProblemText problem={invoice.problem} tone="amber" /> : null}
      {mayDecide ? <Decisions invoice={invoice} decide={decide.mutate} busy={decide.isPending} /> : null}
      {invoice.sha256 ? <Receipt invoice={invoice} now={now} /> : null}
    </div>
  );
}

/** In one line what has happened and what it waits for. */
function Course({ invoice, now }: { invoice: InvoiceView; now: string }) {
  const t = useTranslations();
  const ago = useAgo(now);
  const { deliveredAt, attachedAt, fetchedAt, confirmedAt, wait, erpStatus } = invoice;
  const parts = [
    deliveredAt ? t("documents.deliveredAt", { ago: ago(deliveredAt) }) : "",
    attachedAt && !deliveredAt ? t("order.attachedAt", { ago: ago(attachedAt) }) : "",
    attachedAt && !deliveredAt && invoice.state !== "adopted"
      ? t(fetchedAt ? "documents.fetched" : "documents.notFetched")
      : "",
    attachedAt && !deliveredAt ? t(confirmedAt ? "documents.listed" : "documents.notListed") : "",
    wait && wait !== "invoice-fetch" ? t(`wait.${wait}`) : "",
    erpStatus && attachedAt && ["Canceled", "Voided"].includes(erpStatus) ? t("documents.voidedLater") : "",
  ];
  return <p className="text-muted text-xs">{parts.filter(Boolean).join(" · ")}</p>;
}

type Decision = "publish" | "keep" | "withdraw" | "restore" | "compare";

function useDecision(orderId: string, invoiceId: string) {
  const t = useTranslations("documents");
  const toast = useToast();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) =>
      sendJson<{ changed: boolean }>("POST", `/api/orders/${orderId}/invoices/${invoiceId}`, { decision }),
    onSuccess: ({ changed }) => toast.good(t(changed ? "decided" : "nothingToDecide")),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
}

function Decisions({
  invoice,
  decide,
  busy,
}: {
  invoice: InvoiceView;
  decide: (decision: Decision) => void;
  busy: boolean;
}) {
  const t = useTranslations("documents");
  const offered: Decision[] = invoice.problem?.code === "invoice-replaced" ? ["publish", "keep"] : [];
  if (invoice.attachedAt && offered.length === 0) offered.push("compare");
  if (invoice.attachedAt && !invoice.bytesRemovedAt) offered.push(invoice.withdrawnAt ? "restore" : "withdraw");
  return (
    <p className="flex flex-wrap gap-2">
      {offered.map((decision) => (
        <Button
          key={decision}
          small
          look={decision === "publish" ? "primary" : "secondary"}
          onClick={() => decide(decision)}
          disabled={busy}
        >
          {t(`decide.${decision}`)}
        </Button>
      ))}
    </p>
  );
}
