"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useToast } from "@/components/ui/toast";

type Deed = { do: "order" } | { do: "fault"; twin: "emag" | "acumatica" };

/** Plays the outside world: a buyer who orders, a line that drops at the worst moment. */
export function Sandbox({ mayPlay }: { mayPlay: boolean }) {
  const t = useTranslations();
  const toast = useToast();
  const play = useMutation({
    mutationFn: (deed: Deed) => sendJson<{ id?: number | string }>("POST", "/api/sandbox", deed),
    onSuccess: ({ id }, deed) =>
      toast.good(deed.do === "order" ? t("sandbox.placed", { number: String(id ?? "") }) : t("sandbox.faultAdded")),
    onError: (error) => toast.failed(error),
  });
  const busy = !mayPlay || play.isPending;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={t("sandbox.place")}>
        <p className="mb-3 text-muted">{t("sandbox.placeHint")}</p>
        <Button look="primary" disabled={busy} onClick={() => play.mutate({ do: "order" })}>
          {t("sandbox.place")}
        </Button>
      </Card>
      <Card title={t("sandbox.faults")}>
        <p className="mb-3 text-muted">{t("sandbox.faultHint")}</p>
        <div className="flex flex-col items-start gap-2">
          <Button
            disabled={busy}
            className="max-w-full whitespace-normal! text-left h-auto! min-h-9 py-1.5"
            onClick={() => play.mutate({ do: "fault", twin: "emag" })}
          >
            {t("sandbox.faultEmag")}
          </Button>
          <Button
            disabled={busy}
            className="max-w-full whitespace-normal! text-left h-auto! min-h-9 py-1.5"
            onClick={() => play.mutate({ do: "fault", twin: "acumatica" })}
          >
            {t("sandbox.faultErp")}
          </Button>
        </div>
      </Card>
    </div>
  );
}
