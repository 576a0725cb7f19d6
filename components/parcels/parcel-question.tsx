"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { OrderView } from "@/lib/db/orders/order-detail";
import { askedFields, channelValue, cleanAnswer, type ParcelField } from "@/lib/domain/parcels/parcel";

type Props = { order: OrderView; mayAnswer: boolean };

/** What the parcel lacks, asked before it is ordered, because an AWB cannot be taken back. */
export function ParcelQuestion({ order, mayAnswer }: Props) {
  const step = order.steps.find(({ kind, state }) => kind === "hand-over-awb" && state === "blocked");
  const fields = askedFields(step?.problem ?? null);
  if (!mayAnswer || fields.length === 0) return null;
  return <Question key={fields.join()} order={order} fields={fields} />;
}

function Question({ order, fields }: { order: OrderView; fields: ParcelField[] }) {
  const t = useTranslations("parcelQuestion");
  const toast = useToast();
  const client = useQueryClient();
  const [answers, setAnswers] = useState<Partial<Record<ParcelField, string>>>(() =>
    Object.fromEntries(fields.map((field) => [field, order.masked ? "" : channelValue(order.data, field)])),
  );
  const [wrong, setWrong] = useState<ParcelField[]>([]);
  const answer = useMutation({
    mutationFn: () => sendJson<{ kind: string }>("POST", `/api/orders/${order.id}/parcel`, { answers }),
    onSuccess: ({ kind }) => toast.good(kind === "answered" ? t("answered") : t("nothing")),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const refused = fields.filter((field) => cleanAnswer(field, answers[field] ?? "") === null);
    setWrong(refused);
    if (refused.length === 0) answer.mutate();
  };
  return (
    <Card title={t("title")} className="mb-4">
      <p className="mb-3 text-pretty text-muted">{t("why")}</p>
      <form onSubmit={submit} data-testid="parcel-question" noValidate>
        <div className="grid gap-3 sm:grid-cols-2">
          {fields.map((field) => (
            <Field
              key={field}
              label={t(`field.${field}`)}
              hint={field}
              error={wrong.includes(field) ? t(`wrong.${field}`) : undefined}
            >
              {(ids) => (
                <Input
                  {...ids}
                  name={field}
                  autoComplete="off"
                  maxLength={255}
                  value={answers[field] ?? ""}
                  onChange={({ target }) => setAnswers({ ...answers, [field]: target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <div className="mt-3 flex justify-end">
          <Button type="submit" look="primary" disabled={answer.isPending}>
            {t("submit")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
