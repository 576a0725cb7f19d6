import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, visit } from "@/app/(desk)/visit";
import { FailureDesk } from "@/components/failures/failure-desk";
import { FailureTabs } from "@/components/failures/tabs";
import { PageTitle, Skeleton } from "@/components/ui/card";
import { sightOf } from "@/lib/auth/buyer-access";
import { reachOf } from "@/lib/auth/scope";
import { readFailureDesk } from "@/lib/db/failures/failure-list";
import { requestText } from "@/lib/text/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("failures.title") };
}

export default function FailuresPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton />}>
      <Failures {...props} />
    </Suspense>
  );
}

async function Failures({ searchParams }: PageProps) {
  const { ctx, scope, search, user, abilities } = await visit("/failures", searchParams);
  const sight = { sellerId: scope.sellerId, reach: reachOf(user).sellerId, sight: await sightOf(user) };
  const [t, desk] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) => readFailureDesk(db, sight, ctx.now())),
  ]);
  return (
    <>
      <PageTitle title={t("failures.title")} aside={<FailureTabs here="causes" />}>
        <p className="text-muted">{t("failures.lead")}</p>
      </PageTitle>
      <FailureDesk
        url={liveUrl("/api/failures", search, ["seller"])}
        initial={desk}
        mayRetry={abilities.retry}
        severalSellers={scope.sellerId === null}
      />
    </>
  );
}
