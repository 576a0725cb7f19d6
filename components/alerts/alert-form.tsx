"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input, Select } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { useToast } from "@/components/ui/toast-provider";
import type { AlertPage } from "@/lib/db/alerts/alert-list";
import { type AlertSettings, alertKinds } from "@/lib/domain/alert";

type Desk = NonNullable<AlertPage["desk"]>;
type Props = { desk: Desk; seller: string | null; editable: boolean; hasMail: boolean };

/** What is typed; turned into settings when it is saved. */
type Draft = Omit<AlertSettings, "recipients" | "webhookUrl"> & { recipients: string; webhookUrl: string };

const draftOf = (settings: AlertSettings): Draft => ({
  ...settings,
  recipients: settings.recipients.join(", "),
  webhookUrl: settings.webhookUrl ?? "",
});

const settingsOf = (draft: Draft): unknown => ({
  ...draft,
  recipients: draft.recipients.split(/[\s,;]+/).filter(Boolean),
  webhookUrl: draft.webhookUrl.trim() || null,
  quietFrom: draft.quietFrom || null,
  quietTo: draft.quietTo || null,
});

/** How the seller is notified: by e-mail or webhook, how often, when not. */
export function AlertForm({ desk, seller, editable, hasMail }: Props) {
  const t = useTranslations("alerts");
  const common = useTranslations("common");
  const toast = useToast();
  const [draft, setDraft] = useState(() => draftOf(desk.settings));
  const [newSecret, setNewSecret] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const query = seller ? `?seller=${encodeURIComponent(seller)}` : "";

  const save = useMutation({
    mutationFn: () =>
      sendJson<{ secret: string | null }>("PATCH", `/api/alerts/settings${query}`, {
        settings: settingsOf(draft),
        newSecret,
      }),
    onSuccess: () => {
      setNewSecret(false);
      toast.good(common("saved"));
    },
    onError: (error) => toast.failed(error),
  });
  const problems = save.error instanceof ApiProblem ? save.error.problems : [];
  const errorOf = (path: string) => problems.find((problem) => problem.path.split(".")[0] === path)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <form onSubmit={submit} noValidate data-testid="alert-form">
      <fieldset disabled={!editable} className="grid gap-4">
        <Switch label={t("mail")} checked={draft.mail} disabled={!editable} onChange={(mail) => change({ mail })} />
        {hasMail ? null : <p className="-mt-2 text-muted text-xs">{t("mailMissing")}</p>}
        <Field label={t("recipients")} hint={t("recipientsHint")} error={errorOf("recipients")}>
          {(ids) => (
            <Input {...ids} value={draft.recipients} onChange={({ target }) => change({ recipients: target.value })} />
          )}
        </Field>
        <Field label={t("language")}>
          {(ids) => (
            <Select
              {...ids}
              value={draft.language}
              onChange={({ target }) => change({ language: target.value === "en" ? "en" : "ro" })}
            >
              <option value="ro">{t("romanian")}</option>
              <option value="en">{t("english")}</option>
            </Select>
          )}
        </Field>
        <Field label={t("webhook")} hint={t("webhookHint")} error={errorOf("webhookUrl")}>
          {(ids) => (
            <Input
              {...ids}
              type="url"
              value={draft.webhookUrl}
              onChange={({ target }) => change({ webhookUrl: target.value })}
            />
          )}
        </Field>
        {desk.hasSecret ? (
          <Switch label={t("newSecret")} checked={newSecret} disabled={!editable} onChange={setNewSecret} />
        ) : null}
        {save.data?.secret ? <Secret text={save.data.secret} /> : null}
        <Pace draft={draft} change={change} errorOf={errorOf} />
        <Kinds muted={draft.muted} editable={editable} change={(muted) => change({ muted })} />
        {editable ? (
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={save.isPending}>
              {save.isPending ? common("saving") : common("save")}
            </Button>
            <SendTest query={query} />
          </div>
        ) : null}
      </fieldset>
      <LastLetter desk={desk} />
    </form>
  );
}

function Secret({ text }: { text: string }) {
  const t = useTranslations("alerts");
  return (
    <div className="rounded-md bg-amber-soft px-3 py-2">
      <p className="font-medium text-amber text-xs">{t("secret")}</p>
      <div className="flex items-center justify-between gap-2">
        <code className="min-w-0 break-all text-xs">{text}</code>
        <CopyButton text={text} label={t("secret")} />
      </div>
    </div>
  );
}

type PaceProps = {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errorOf: (path: string) => string | undefined;
};

function Pace({ draft, change, errorOf }: PaceProps) {
  const t = useTranslations("alerts");
  const number = (path: "digestMinutes" | "deadlineHours", label: string) => (
    <Field label={label} error={errorOf(path)}>
      {(ids) => (
        <Input
          {...ids}
          type="number"
          min={1}
          value={draft[path]}
          onChange={({ target }) => change({ [path]: target.valueAsNumber })}
        />
      )}
    </Field>
  );
  const time = (path: "quietFrom" | "quietTo", label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errorOf(path)}>
      {(ids) => (
        <Input
          {...ids}
          type="time"
          value={draft[path] ?? ""}
          onChange={({ target }) => change({ [path]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {number("digestMinutes", t("digest"))}
        {number("deadlineHours", t("deadlineHours"))}
        {time("quietFrom", t("quietFrom"))}
        {time("quietTo", t("quietTo"))}
      </div>
      <p className="-mt-2 text-muted text-xs">{t("quietHint")}</p>
    </>
  );
}

type KindsProps = { muted: Draft["muted"]; editable: boolean; change: (muted: Draft["muted"]) => void };

function Kinds({ muted, editable, change }: KindsProps) {
  const t = useTranslations("alerts");
  return (
    <div>
      <p className="mb-1 font-medium text-[0.8125rem]">{t("tellAbout")}</p>
      {alertKinds.map((kind) => (
        <Switch
          key={kind}
          label={t(`kindShort.${kind}`)}
          checked={!muted.includes(kind)}
          disabled={!editable}
          onChange={(on) => change(on ? muted.filter((one) => one !== kind) : [...muted, kind])}
        />
      ))}
    </div>
  );
}

function SendTest({ query }: { query: string }) {
  const t = useTranslations("alerts");
  const toast = useToast();
  const test = useMutation({
    mutationFn: () => sendJson<{ ways: number; failures: string[] }>("POST", `/api/alerts/test${query}`),
    onError: (error) => toast.failed(error),
  });
  const { data } = test;
  const [failure] = data?.failures ?? [];
  return (
    <>
      <Button onClick={() => test.mutate()} disabled={test.isPending}>
        {t("test")}
      </Button>
      <p role="status" className="basis-full text-muted text-xs">
        {!data
          ? null
          : failure
            ? t("testFailed", { reason: failure })
            : data.ways > 0
              ? t("testSent")
              : t("testNowhere")}
      </p>
    </>
  );
}

function LastLetter({ desk }: { desk: Desk }) {
  const t = useTranslations("alerts");
  const format = useFormatter();
  if (desk.lastFailure) {
    return <p className="mt-3 font-medium text-red text-xs">{t("lastFailure", { reason: desk.lastFailure })}</p>;
  }
  if (!desk.lastSentAt) return null;
  const time = format.dateTime(new Date(desk.lastSentAt), { dateStyle: "medium", timeStyle: "short" });
  return <p className="mt-3 text-muted text-xs">{t("lastSent", { time })}</p>;
}
