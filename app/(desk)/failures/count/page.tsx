import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, visit } from "@/app/(desk)/visit";
import { CountDesk } from "@/components/counts/count-desk";
import { FailureTabs } from "@/components/failures/tabs";
import { PageTitle, Skeleton } from "@/components/ui/card";
import { readCountDesk } from "@/lib/db/counts/count-list";
import { requestText } from "@/lib/text/request";

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
  const { ctx, scope, search, abilities } = await visit("/failures/count", searchParams);
  const [t, desk] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) => readCountDesk(db, scope.sellerId, ctx.now())),
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
