import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { DriftLedger } from "@/components/stock/drift-ledger";
import { Skeleton } from "@/components/ui/card";
import { readDriftList } from "@/lib/db/stock/drift-list";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("stock.part.drift") };
}

export default function DriftLedgerPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton rows={16} />}>
      <DriftLedgerOf {...props} />
    </Suspense>
  );
}

async function DriftLedgerOf({ searchParams }: PageProps) {
  const { ctx, scope, abilities, search } = await requirePage("/stock/drift", searchParams);
  const ledger = await ctx.db.transaction((db) => readDriftList(db, scope.sellerId, ctx.now()));
  return <DriftLedger url={liveUrl("/api/stock/drifts", search, ["seller"])} initial={ledger} abilities={abilities} />;
}
