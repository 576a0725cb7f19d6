import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Connections } from "@/components/connections/connections";
import { PageTitle, Skeleton } from "@/components/ui/card";
import { readConnections } from "@/lib/db/connections/connection-list";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("connections.title") };
}

export default function ConnectionsPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton />}>
      <ConnectionsOf {...props} />
    </Suspense>
  );
}

async function ConnectionsOf({ searchParams }: PageProps) {
  const { ctx, scope, abilities, search } = await requirePage("/connections", searchParams);
  const options = { now: ctx.now(), appUrl: ctx.appUrl, withWebhook: abilities.configure };
  const [t, list] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) => readConnections(db, scope.sellerId, options)),
  ]);
  return (
    <>
      <PageTitle title={t("connections.title")}>
        <p className="text-muted">{abilities.configure ? t("connections.lead") : t("common.readOnly")}</p>
      </PageTitle>
      <Connections
        url={liveUrl("/api/connections", search, ["seller"])}
        initial={list}
        abilities={abilities}
        severalSellers={scope.sellerId === null}
      />
    </>
  );
}
