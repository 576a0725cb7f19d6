"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { type ActiveMishap, type MishapName, mishapNames, mishaps, type Twin } from "@/components/operations/mishaps";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useToast } from "@/components/ui/toast-provider";
import { useLive } from "@/components/use-live";

type Deed = { do: "order" } | { do: "mishap"; name: MishapName } | { do: "calm" };
type Standing = { active: ActiveMishap[] };

const address = "/api/sandbox";
const isNamed = (name: string): name is MishapName => Object.hasOwn(mishaps, name);

/** Drives the twins: places orders and sets faults, such as a connection that drops after a write. */
export function Sandbox({ mayPlay }: { mayPlay: boolean }) {
  const t = useTranslations("sandbox");
  const toast = useToast();
  const client = useQueryClient();
  const { data } = useLive<Standing>(address, { active: [] });
  const play = useMutation({
    mutationFn: (deed: Deed) => sendJson<{ id?: number | string }>("POST", address, deed),
    onSuccess: ({ id }, deed) => {
      const said = { order: t("placed", { number: String(id ?? "") }), mishap: t("mishapSet"), calm: t("calmed") };
      toast.good(said[deed.do]);
      void client.invalidateQueries({ queryKey: [address] });
    },
    onError: (error) => toast.failed(error),
  });
  const busy = !mayPlay || play.isPending;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={t("place")}>
        <p className="mb-3 text-muted">{t("placeHint")}</p>
        <Button look="primary" disabled={busy} onClick={() => play.mutate({ do: "order" })}>
          {t("place")}
        </Button>
      </Card>
      <Card title={t("active")}>
        <ActiveList active={data.active} />
        <Button disabled={busy || data.active.length === 0} onClick={() => play.mutate({ do: "calm" })}>
          {t("calm")}
        </Button>
      </Card>
      {(["acumatica", "emag"] as const).map((twin) => (
        <Mishaps key={twin} twin={twin} busy={busy} set={(name) => play.mutate({ do: "mishap", name })} />
      ))}
    </div>
  );
}

function ActiveList({ active }: Standing) {
  const t = useTranslations("sandbox");
  const striking = active.filter(({ left }) => left !== 0);
  if (striking.length === 0) return <p className="mb-3 text-muted">{t("nothingActive")}</p>;
  return (
    <ul className="mb-3 space-y-1">
      {striking.map(({ name, twin, hits, left }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same mishap may be set twice, and the list keeps its order
        <li key={`${twin}.${name}.${i}`} className="flex justify-between gap-4">
          <span>{isNamed(name) ? t(`mishap.${name}`) : name}</span>
          <span className="shrink-0 text-muted tabular-nums">
            {t("hits", { hits: String(hits), left: left === null ? "∞" : String(left) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Mishaps({ twin, busy, set }: { twin: Twin; busy: boolean; set: (name: MishapName) => void }) {
  const t = useTranslations("sandbox");
  return (
    <Card title={t(twin === "emag" ? "breakEmag" : "breakErp")}>
      <ul className="divide-y divide-line">
        {mishapNames
          .filter((name) => mishaps[name].twin === twin)
          .map((name) => (
            <li key={name} className="flex items-center justify-between gap-4 py-2 first:pt-0 last:pb-0">
              <span>{t(`mishap.${name}`)}</span>
              <Button
                disabled={busy}
                onClick={() => set(name)}
                aria-label={t("breakIt", { what: t(`mishap.${name}`) })}
              >
                {t("break")}
              </Button>
            </li>
          ))}
      </ul>
    </Card>
  );
}
