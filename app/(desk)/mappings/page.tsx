import type { Metadata } from "next";
import { Suspense } from "react";
import { type PageProps, requirePage } from "@/app/(desk)/require-page";
import { IntegrationTabs } from "@/components/mappings/integration-tabs";
import { KindTabs } from "@/components/mappings/kind-tabs";
import { MappingEditor } from "@/components/mappings/mapping-editor";
import { Empty, PageTitle, Skeleton } from "@/components/ui/card";
import { buyerAccess } from "@/lib/auth/buyer-access";
import { readIntegrationList } from "@/lib/db/connections/integration-list";
import { readMapping } from "@/lib/db/mappings/mapping-view";
import { openIntegration } from "@/lib/flows/engine/open-integration";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("mappings.title") };
}

export default function MappingsPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton rows={14} />}>
      <Mappings {...props} />
    </Suspense>
  );
}

async function Mappings({ searchParams }: PageProps) {
  const { ctx, user, scope, abilities, search } = await requirePage("/mappings", searchParams);
  const [t, all] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) => readIntegrationList(db, scope.sellerId)),
  ]);
  const chosen = all.find(({ id }) => id === search.integration) ?? all[0];
  const kind = search.kind === "shipment" ? "shipment" : "sales-order";
  const open = chosen ? await openIntegration(ctx, chosen.id) : null;
  const visibility = await buyerAccess(user);
  const view =
    open &&
    (await ctx.db.transaction((db) =>
      readMapping(db, {
        integrationId: open.row.id,
        kind,
        settings: open.settings.orders,
        channelSlug: open.channelConnection.slug,
        notes: open.erp.salesOrderFields(),
        order: search.order,
        now: ctx.now(),
        visibility,
      }),
    ));
  return (
    <>
      <PageTitle
        title={t("mappings.title")}
        aside={<IntegrationTabs all={all} here={chosen?.id ?? ""} severalSellers={scope.sellerId === null} />}
      >
        <p className="text-muted">{abilities.configure ? t("mappings.lead") : t("common.readOnly")}</p>
      </PageTitle>
      {chosen ? <KindTabs here={kind} integration={chosen.id} /> : null}
      {view && chosen ? (
        <MappingEditor key={chosen.id} view={view} editable={abilities.configure} />
      ) : (
        <Empty title={t("settings.empty")} hint={t("settings.emptyHint")} />
      )}
    </>
  );
}
