import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { onboardingOptions } from "@/app/api/onboarding/options";
import { Start } from "@/components/onboarding/start";
import { Empty, PageTitle, Skeleton } from "@/components/ui/card";
import { readOnboarding } from "@/lib/db/overview/onboarding";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("start.title") };
}

export default function StartPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton />}>
      <StartOf {...props} />
    </Suspense>
  );
}

async function StartOf({ searchParams }: PageProps) {
  const { ctx, scope, abilities, user, search } = await requirePage("/start", searchParams);
  const t = await requestText();
  const title = (
    <PageTitle title={t("start.title")}>
      <p className="text-muted">{t("start.lead")}</p>
    </PageTitle>
  );
  if (!scope.sellerId)
    return (
      <>
        {title}
        <Empty title={t("start.chooseSeller")} hint={t("start.chooseSellerHint")} />
      </>
    );
  const { sellerId } = scope;
  const options = onboardingOptions(ctx, user);
  const initial = await ctx.db.transaction((db) => readOnboarding(db, sellerId, options));
  return (
    <>
      {title}
      <Start url={liveUrl("/api/onboarding", search, ["seller"])} initial={initial} abilities={abilities} />
    </>
  );
}
