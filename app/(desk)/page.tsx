import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Overview } from "@/components/overview/overview";
import { PageTitle, Skeleton } from "@/components/ui/card";
import { buyerAccess } from "@/lib/auth/buyer-access";
import { readOrderFlow } from "@/lib/db/orders/order-flow";
import { readOverview } from "@/lib/db/overview/overview";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("overview.title") };
}

export default function OverviewPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton />}>
      <OverviewOf {...props} />
    </Suspense>
  );
}

async function OverviewOf({ searchParams }: PageProps) {
  const { ctx, scope, search, user } = await requirePage("/", searchParams);
  const seen = { sellerId: scope.sellerId, visibility: await buyerAccess(user) };
  const [t, [overview, flow]] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) =>
      Promise.all([readOverview(db, seen, ctx.now()), readOrderFlow(db, scope.sellerId, ctx.now())]),
    ),
  ]);
  return (
    <>
      <PageTitle title={t("overview.title")} />
      <Overview
        url={liveUrl("/api/overview", search, ["seller"])}
        initial={overview}
        flowUrl={liveUrl("/api/overview/flow", search, ["seller"])}
        flow={flow}
        severalSellers={scope.sellerId === null}
      />
    </>
  );
}
