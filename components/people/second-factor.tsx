"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { usePasswordFault } from "@/components/people/password-form";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";

const url = "/api/profile/second-factor";
type Begun = { secret: string; qr: string };

const field = (event: FormEvent<HTMLFormElement>, name: string) => {
  event.preventDefault();
  return String(new FormData(event.currentTarget).get(name));
};

/** The second factor: off, being set up, just turned on with its recovery codes, or on. */
export function SecondFactor({ on }: { on: boolean }) {
  const t = useTranslations("profile");
  const toast = useToast();
  const [codes, setCodes] = useState<string[] | null>(null);
  const begin = useMutation({
    mutationFn: () => sendJson<Begun>("POST", url, { do: "begin" }),
    onError: (error) => toast.failed(error),
  });
  if (codes) return <RecoveryCodes codes={codes} />;
  if (on) return <TurnOff />;
  return (
    <div className="grid gap-4">
      <p className="text-muted">{t("factorOff")}</p>
      {begin.data ? (
        <Confirm begun={begin.data} onDone={setCodes} />
      ) : (
        <div>
          <Button onClick={() => begin.mutate()} disabled={begin.isPending}>
            {t("setUp")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Confirm({ begun, onDone }: { begun: Begun; onDone: (codes: string[]) => void }) {
  const t = useTranslations("profile");
  const refresh = useRefresh();
  const confirm = useMutation({
    mutationFn: (code: string) => sendJson<{ codes: string[] }>("POST", url, { do: "confirm", code }),
    onSuccess: ({ codes }) => {
      onDone(codes);
      refresh();
    },
  });
  const wrong = confirm.error instanceof ApiProblem;
  return (
    <form onSubmit={(event) => confirm.mutate(field(event, "code"))} className="grid gap-4">
      <p>{t("scan")}</p>
      {/* biome-ignore lint/performance/noImgElement: drawn by the server for this one answer */}
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.qr)}`}
        alt="QR"
        width={200}
        height={200}
        className="rounded-md border border-line bg-white"
      />
      <p className="flex flex-wrap items-center gap-2">
        <span className="text-muted">{t("key")}</span>
        <code className="break-all font-mono text-[0.8125rem]">{begun.secret}</code>
        <CopyButton text={begun.secret} label={t("key")} />
      </p>
      <Field label={t("code")} error={wrong ? t("codeWrong") : undefined}>
        {(ids) => (
          <Input {...ids} name="code" inputMode="numeric" autoComplete="one-time-code" required maxLength={8} />
        )}
      </Field>
      <div>
        <Button type="submit" look="primary" disabled={confirm.isPending}>
          {t("confirm")}
        </Button>
      </div>
    </form>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const t = useTranslations("profile");
  return (
    <div className="grid gap-3">
      <p className="font-medium">{t("recovery")}</p>
      <p className="text-muted">{t("recoveryHint")}</p>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-1 font-mono text-[0.8125rem]" data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div>
        <CopyButton text={codes.join("\n")} label={t("recovery")} />
      </div>
    </div>
  );
}

function TurnOff() {
  const t = useTranslations("profile");
  const refresh = useRefresh();
  const remove = useMutation({
    mutationFn: (password: string) => sendJson("POST", url, { do: "remove", password }),
    onSuccess: refresh,
  });
  const faultOf = usePasswordFault(remove.error);
  return (
    <form onSubmit={(event) => remove.mutate(field(event, "password"))} className="grid gap-4">
      <p className="text-muted">{t("factorOn")}</p>
      <Field label={t("turnOffHint")} error={faultOf("password")}>
        {(ids) => <Input {...ids} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <div>
        <Button type="submit" disabled={remove.isPending}>
          {t("turnOff")}
        </Button>
      </div>
    </form>
  );
}

/** What the server painted depends on the second factor too: the note that it is missing goes away with it. */
function useRefresh(): () => void {
  const router = useRouter();
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries();
    router.refresh();
  };
}
