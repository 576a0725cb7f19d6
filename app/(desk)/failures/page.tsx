import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { FailureDesk } from "@/components/failures/failure-desk";
import { FailureTabs } from "@/components/failures/failure-tabs";
import { PageTitle, Skeleton } from "@/components/ui/card";
import { buyerAccess } from "@/lib/auth/buyer-access";
import { accessScope } from "@/lib/auth/scope";
import { readFailureList } from "@/lib/db/failures/failure-list";
import { requestText } from "@/lib/text/messages/request";

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
  const { ctx, scope, search, user, abilities } = await requirePage("/failures", searchParams);
  const asked = {
    sellerId: scope.sellerId,
    assignableOf: accessScope(user).sellerId,
    visibility: await buyerAccess(user),
  };
  const [t, desk] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) => readFailureList(db, asked, ctx.now())),
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
