import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { BuyerDesk } from "@/components/privacy/buyer-desk";
import { Register } from "@/components/privacy/register";
import { RetentionForm } from "@/components/privacy/retention-form";
import { Empty, PageTitle, Skeleton } from "@/components/ui/card";
import { readPrivacy } from "@/lib/db/privacy/privacy-page";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("privacy.title") };
}

export default function PrivacyPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton />}>
      <PrivacyOf {...props} />
    </Suspense>
  );
}

async function PrivacyOf({ searchParams }: PageProps) {
  const { ctx, scope, search } = await requirePage("/privacy", searchParams);
  const [t, page] = await Promise.all([
    requestText(),
    ctx.db.transaction(async (db) => (scope.sellerId ? readPrivacy(db, scope.sellerId, ctx.now()) : null)),
  ]);
  const query = liveUrl("", search, ["seller"]);
  return (
    <>
      <PageTitle title={t("privacy.title")}>
        <p className="max-w-3xl text-muted">{t("privacy.lead")}</p>
      </PageTitle>
      {page ? (
        <div className="space-y-5">
          <BuyerDesk query={query} />
          <RetentionForm query={query} terms={page.terms} overdue={page.overdue} />
          <Register rows={page.register} controller={page.seller.name} host={new URL(ctx.appUrl).hostname} />
        </div>
      ) : (
        <Empty title={t("privacy.chooseSeller")} hint={t("privacy.chooseSellerHint")} />
      )}
    </>
  );
}
