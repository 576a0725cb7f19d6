"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { PasswordForm } from "@/components/people/password-form";
import { SecondFactor } from "@/components/people/second-factor";
import { Ago } from "@/components/ui/ago";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, PageTitle } from "@/components/ui/card";
import { useToast } from "@/components/ui/toast-provider";
import { useLive } from "@/components/use-live";
import type { OpenSession, RecentSignIn } from "@/lib/auth/sessions";
import { nameDevice } from "@/lib/domain/device";

export type ProfilePage = {
  secondFactor: "on" | "off" | "missing";
  sessions: OpenSession[];
  signIns: RecentSignIn[];
  now: string;
};

/** What a person sets for themselves: password, second factor, and where they are signed in. */
export function Profile({ initial, email }: { initial: ProfilePage; email: string }) {
  const t = useTranslations("profile");
  const { data } = useLive("/api/profile", initial);
  return (
    <>
      <PageTitle title={t("title")}>
        <p className="text-muted">{email}</p>
      </PageTitle>
      {data.secondFactor === "missing" ? (
        <p role="alert" className="mb-4 rounded-md bg-amber-soft px-3 py-2 font-medium text-amber">
          {t("must")}
        </p>
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-2">
        <Card title={t("factor")}>
          <SecondFactor on={data.secondFactor === "on"} />
        </Card>
        <Card title={t("password")}>
          <PasswordForm />
        </Card>
        <Sessions sessions={data.sessions} now={data.now} />
        <SignIns signIns={data.signIns} now={data.now} />
      </div>
    </>
  );
}

function SignIns({ signIns, now }: { signIns: RecentSignIn[]; now: string }) {
  const t = useTranslations("profile");
  return (
    <Card title={t("signIns")} flush className="xl:col-span-2">
      <p className="px-4 pt-3 text-muted">{t("signInsHint")}</p>
      <ul className="divide-y divide-line">
        {signIns.map(({ id, at, refused, address, agent }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
            <span className="min-w-0">
              <span className="block truncate" title={agent ?? undefined}>
                {nameDevice(agent ?? "") || t("unknownDevice")}
              </span>
              <span className="block text-muted text-xs">
                {address ? `${address} · ` : null}
                <Ago at={at} now={now} />
              </span>
            </span>
            {refused ? <Badge tone="red">{t("refused")}</Badge> : <span className="text-muted">{t("letIn")}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Sessions({ sessions, now }: { sessions: OpenSession[]; now: string }) {
  const t = useTranslations("profile");
  const toast = useToast();
  const end = useMutation({
    mutationFn: (id: string) => sendJson("DELETE", `/api/profile/sessions/${id}`),
    onSuccess: () => toast.good(t("ended")),
    onError: (error) => toast.failed(error),
  });
  return (
    <Card title={t("sessions")} flush className="xl:col-span-2">
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
            <span className="min-w-0">
              <span className="block truncate" title={session.agent ?? undefined}>
                {nameDevice(session.agent ?? "") || t("unknownDevice")}
              </span>
              <span className="block text-muted text-xs">
                {session.address ? `${session.address} · ` : null}
                {t("used")} <Ago at={session.lastSeen} now={now} />
              </span>
            </span>
            {session.here ? (
              <span className="text-muted">{t("here")}</span>
            ) : (
              <Button small onClick={() => end.mutate(session.id)}>
                {t("end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
