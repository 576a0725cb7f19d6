import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Alerts } from "@/components/alerts/alerts";
import { Skeleton } from "@/components/ui/card";
import { readAlertList } from "@/lib/db/alerts/alert-list";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("alerts.title") };
}

export default function AlertsPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton rows={10} />}>
      <AlertsOf {...props} />
    </Suspense>
  );
}

async function AlertsOf({ searchParams }: PageProps) {
  const { ctx, scope, abilities, search } = await requirePage("/alerts", searchParams);
  const page = await ctx.db.transaction((db) => readAlertList(db, scope.sellerId, ctx.now()));
  return (
    <Alerts
      url={liveUrl("/api/alerts", search, ["seller"])}
      seller={search.seller ?? null}
      initial={page}
      mayConfigure={abilities.configure}
      hasMail={ctx.mailer !== null}
    />
  );
}
