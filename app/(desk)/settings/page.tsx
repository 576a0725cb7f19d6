import type { Metadata } from "next";
import { Suspense } from "react";
import { type PageProps, requirePage } from "@/app/(desk)/require-page";
import { SettingsForm } from "@/components/connections/settings-form";
import { Empty, PageTitle, Skeleton } from "@/components/ui/card";
import { readIntegrationList } from "@/lib/db/connections/integration-list";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("settings.title") };
}

export default function SettingsPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton />}>
      <Settings {...props} />
    </Suspense>
  );
}

async function Settings({ searchParams }: PageProps) {
  const { ctx, scope, abilities } = await requirePage("/settings", searchParams);
  const [t, integrations] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) => readIntegrationList(db, scope.sellerId)),
  ]);
  return (
    <>
      <PageTitle title={t("settings.title")}>
        {abilities.configure ? null : <p className="text-muted">{t("common.readOnly")}</p>}
      </PageTitle>
      {integrations.length === 0 ? <Empty title={t("settings.empty")} hint={t("settings.emptyHint")} /> : null}
      <div className="space-y-6">
        {integrations.map((integration) => (
          <SettingsForm
            key={integration.id}
            integration={integration}
            editable={abilities.configure}
            severalSellers={scope.sellerId === null}
          />
        ))}
      </div>
    </>
  );
}
