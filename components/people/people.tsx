"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Invite } from "@/components/people/invite";
import { StaleNote } from "@/components/stale-note";
import { Ago } from "@/components/ui/ago";
import { Button } from "@/components/ui/button";
import { Card, PageTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Select } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import { useLive } from "@/components/use-live";
import type { Person } from "@/lib/auth/people";
import type { Role } from "@/lib/auth/roles";

type PeoplePage = { people: Person[]; now: string };
export type Handed = { email: string; link: string | null };
type Props = { url: string; initial: PeoplePage; self: string; roles: readonly Role[] };

/** Who may sign in; `roles` are those the reader may give here. */
export function People({ url, initial, self, roles }: Props) {
  const t = useTranslations("people");
  const { data, stale } = useLive(url, initial);
  const [handed, setHanded] = useState<Handed | null>(null);
  return (
    <>
      <PageTitle title={t("title")}>
        <p className="text-muted">{t("lead")}</p>
      </PageTitle>
      <StaleNote stale={stale} />
      {handed ? <HandedLink {...handed} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Card flush>
          <ul className="divide-y divide-line">
            {data.people.map((person) => (
              <PersonRow key={person.id} person={person} now={data.now} self={self} onLink={setHanded} />
            ))}
          </ul>
        </Card>
        {roles.length > 0 ? (
          <Card title={t("inviteTitle")}>
            <Invite url={url} roles={roles} onLink={setHanded} />
          </Card>
        ) : null}
      </div>
    </>
  );
}

function HandedLink({ email, link }: Handed) {
  const t = useTranslations("people");
  return (
    <div role="status" className="mb-4 rounded-md bg-amber-soft px-3 py-2">
      <p className="font-medium text-amber">{t(link ? "linkOnce" : "sent", { email })}</p>
      {link ? (
        <p className="mt-1 flex flex-wrap items-center gap-2">
          <code className="break-all font-mono text-[0.8125rem]">{link}</code>
          <CopyButton text={link} />
        </p>
      ) : null}
    </div>
  );
}

type RowProps = { person: Person; now: string; self: string; onLink: (handed: Handed) => void };

function PersonRow({ person, now, self, onLink }: RowProps) {
  const t = useTranslations();
  return (
    <li className="grid gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[minmax(0,1fr)_auto]" data-person={person.email}>
      <div className="min-w-0">
        <p className="truncate font-medium">
          {person.name}
          {person.id === self ? <span className="font-normal text-muted"> · {t("people.you")}</span> : null}
          {person.disabled ? <span className="text-red"> · {t("people.disabled")}</span> : null}
        </p>
        <p className="truncate text-muted">{person.email}</p>
        <p className="text-muted text-xs">
          {person.seller ?? t("people.staff")} · {t(`role.${person.role}`)} · {t("people.lastSeen")}{" "}
          {person.lastSeen ? <Ago at={person.lastSeen} now={now} /> : t("common.never")} · {t("people.secondFactor")}:{" "}
          {t(person.secondFactor ? "common.on" : "common.off")}
        </p>
      </div>
      {person.id === self ? null : <PersonActions person={person} onLink={onLink} />}
    </li>
  );
}

function PersonActions({ person, onLink }: Pick<RowProps, "person" | "onLink">) {
  const t = useTranslations();
  const toast = useToast();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (body: object) => sendJson("PATCH", `/api/users/${person.id}`, body),
    onSuccess: () => {
      toast.good(t("common.saved"));
      void client.invalidateQueries();
    },
    onError: (error) => toast.failed(error),
  });
  const reset = useMutation({
    mutationFn: () => sendJson<{ link: string | null }>("POST", `/api/users/${person.id}/link`),
    onSuccess: ({ link }) => onLink({ email: person.email, link }),
    onError: (error) => toast.failed(error),
  });
  const roles: Role[] = person.seller ? ["admin", "viewer"] : ["support", "operator"];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={`${t("people.role")}: ${person.name}`}
        value={person.role}
        onChange={({ target }) => change.mutate({ role: target.value })}
        className="w-36"
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {t(`role.${role}`)}
          </option>
        ))}
      </Select>
      {person.disabled ? null : (
        <Button small onClick={() => reset.mutate()} disabled={reset.isPending}>
          {t("people.reset")}
        </Button>
      )}
      {person.secondFactor ? (
        <Button small onClick={() => change.mutate({ secondFactor: "removed" })}>
          {t("people.removeFactor")}
        </Button>
      ) : null}
      <Button small onClick={() => change.mutate({ disabled: !person.disabled })}>
        {t(person.disabled ? "people.restart" : "people.stop")}
      </Button>
    </div>
  );
}
