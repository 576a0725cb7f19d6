import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { CountDesk } from "@/components/counts/count-desk";
import { FailureTabs } from "@/components/failures/failure-tabs";
import { PageTitle, Skeleton } from "@/components/ui/card";
import { readCountList } from "@/lib/db/counts/count-list";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("counts.title") };
}

export default function CountPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton />}>
      <Counts {...props} />
    </Suspense>
  );
}

async function Counts({ searchParams }: PageProps) {
  const { ctx, scope, search, abilities } = await requirePage("/failures/count", searchParams);
  const [t, desk] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) => readCountList(db, scope.sellerId, ctx.now())),
  ]);
  return (
    <>
      <PageTitle title={t("counts.title")} aside={<FailureTabs here="count" />}>
        <p className="text-muted">{t("counts.lead")}</p>
      </PageTitle>
      <CountDesk
        url={liveUrl("/api/counts", search, ["seller"])}
        initial={desk}
        mayStart={abilities.configure}
        severalSellers={scope.sellerId === null}
      />
    </>
  );
}
