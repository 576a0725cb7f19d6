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
  const [t, all] = await Promise.all([requestText(), 
<<<<<<< ours
readIntegrationList(
||||||| base
readIntegrations(
=======

>>>>>>> theirs
ctx.db.transaction((db) => readIntegrations(db, scope.sellerId))]);
  const chosen = all.find(({ id }) => id === search.integration) ?? all[0];
  const kind = search.kind === "shipment" ? "shipment" : "sales-order";
  const integration = chosen ? await openIntegration(ctx, chosen.id) : null;
  const sight = 
<<<<<<< ours
integration
||||||| base
open
=======
await sightOf(user);
  const view =
>>>>>>> theirs

    open &&
    (await ctx.db.transaction((db) =>
      readMapping(db, {
        integrationId: integration.row.id,
        kind,
        settings: integration.settings.orders,
        channelSlug: integration.channelConnection.slug,
        notes: integration.erp.salesOrderFields(),
        order: search.order,
        now: ctx.now(),
        
<<<<<<< ours
visibility: await buyerAccess(user)
||||||| base
sight: await sightOf(user)
=======
sight
>>>>>>> theirs
,
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
