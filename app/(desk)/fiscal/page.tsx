import type { Metadata } from "next";
import { Suspense } from "react";
import { type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Boundary } from "@/components/invoices/boundary";
import { Owed } from "@/components/invoices/owed";
import { PageTitle, Skeleton } from "@/components/ui/card";
import { buyerAccess } from "@/lib/auth/buyer-access";
import { owedSorts, readOwed, readOwedFigures } from "@/lib/db/invoices/owed";
import { channelZone } from "@/lib/flows/alerts/raise-alerts";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("fiscal.title") };
}

export default function FiscalPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton rows={16} />}>
      <Fiscal {...props} />
    </Suspense>
  );
}

async function Fiscal({ searchParams }: PageProps) {
  const { ctx, user, scope, search } = await requirePage("/fiscal", searchParams);
  const sort = owedSorts.find((one) => one === search.sort) ?? "deadline";
  const now = ctx.now();
  const asked = { now, zone: channelZone, sort, visibility: await buyerAccess(user) };
  const [t, [rows, figures]] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) =>
      Promise.all([readOwed(db, scope.sellerId, asked), readOwedFigures(db, scope.sellerId, now)]),
    ),
  ]);
  return (
    <>
      <PageTitle title={t("fiscal.title")} />
      <div className="space-y-4">
        <Owed rows={[...rows]} figures={figures} sort={sort} />
        <Boundary />
      </div>
    </>
  );
}
