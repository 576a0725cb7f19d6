"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, getJson, sendJson } from "@/components/api";
import { ConnectionTests } from "@/components/connections/connection-test";
import { SettingControl } from "@/components/connections/setting-control";
import { pathOf, type SettingKey, sections } from "@/components/connections/setting-fields";
import { ProblemText } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast-provider";
import type { Onboarding } from "@/lib/db/overview/onboarding";
import type { Problem } from "@/lib/domain/problem";

type Offered = {
  lists: { orderTypes: string[]; customers: string[]; warehouses: string[] };
  problem: Problem | null;
};

const asked: SettingKey[] = [
  "orders_orderType",
  "orders_customerId",
  "orders_warehouseId",
  "orders_numbering",
  "orders_shippingItemId",
  "orders_voucherItemId",
  "orders_depositItemId",
];
const fields = sections.flatMap((section) => section.fields).filter(({ key }) => asked.includes(key));

/** What every Sales Order is entered with; then the ERP's test looks these choices up. */
export function ChooseStep({ data }: { data: Onboarding }) {
  const t = useTranslations("start");
  const withSeller = useSellerHref();
  const { integration, erp } = data;
  if (!erp) return null;
  if (!integration) return <ChoiceForm data={data} erpId={erp.id} />;
  const { orderType, customerId: customer, warehouseId: warehouse } = integration.settings.orders;
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-4">
        <span className="font-medium">{t("chosen", { orderType, customer, warehouse })}</span>
        <Link href={withSeller("/settings")} className="font-medium text-accent hover:underline">
          {t("change")}
        </Link>
      </p>
      {data.states.choose === "done" ? null : <p className="text-muted">{t("check")}</p>}
      <ConnectionTests connection={erp} now={data.now} mayTest />
    </>
  );
}

function ChoiceForm({ data, erpId }: { data: Onboarding; erpId: string }) {
  const t = useTranslations("start");
  const toast = useToast();
  const client = useQueryClient();
  const withSeller = useSellerHref();
  const [values, setValues] = useState<Record<string, string>>({ "orders.numbering": "auto" });
  const offered = useQuery<Offered>({
    queryKey: [`/api/connections/${erpId}/lists`],
    queryFn: () => getJson<Offered>(`/api/connections/${erpId}/lists`),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const save = useMutation({
    mutationFn: async () => {
      const filled = fields.map(({ key }) => [pathOf(key).replace("orders.", ""), values[pathOf(key)]?.trim()]);
      const orders = Object.fromEntries(filled.filter(([, value]) => value));
      await sendJson("POST", withSeller("/api/integrations"), { channelId: data.channel?.id, erpId, orders });
      await sendJson("POST", `/api/connections/${erpId}/test`);
    },
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  const problems = save.error instanceof ApiProblem ? save.error.problems : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate autoComplete="off">
      <Lists offered={offered.data} loading={offered.isPending} />
      <div className="mt-3 grid gap-4 sm:grid-cols-2">
        {fields.map((field) => (
          <SettingControl
            key={field.key}
            field={field}
            value={values[pathOf(field.key)] ?? ""}
            error={problems.find(({ path }) => path === pathOf(field.key))?.message}
            editable
            suggestions={suggestionsFor(field.key, offered.data)}
            onChange={(value) => setValues({ ...values, [pathOf(field.key)]: String(value) })}
          />
        ))}
      </div>
      <Button type="submit" look="primary" className="mt-4" disabled={save.isPending}>
        {save.isPending ? t("working") : t("saveAndTest")}
      </Button>
    </form>
  );
}

function Lists({ offered, loading }: { offered: Offered | undefined; loading: boolean }) {
  const t = useTranslations("start");
  if (loading) return <p className="text-muted">{t("listsLoading")}</p>;
  if (offered?.problem) return <ProblemText problem={offered.problem} tone="amber" />;
  const found = Object.values(offered?.lists ?? {}).some((list) => list.length > 0);
  return <p className="text-muted">{t(found ? "listsHint" : "listsNone")}</p>;
}

function suggestionsFor(key: SettingKey, offered: Offered | undefined) {
  const { orderTypes = [], customers = [], warehouses = [] } = offered?.lists ?? {};
  const lists: Partial<Record<SettingKey, string[]>> = {
    orders_orderType: orderTypes,
    orders_customerId: customers,
    orders_warehouseId: warehouses,
  };
  return (lists[key] ?? []).map((value) => ({ value, label: value }));
}
