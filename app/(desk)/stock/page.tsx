import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Stock } from "@/components/stock/stock";
import { Skeleton } from "@/components/ui/card";
import { parseOfferQuery, readOfferList } from "@/lib/db/stock/offer-list";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("stock.title") };
}

export default function StockPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton rows={16} />}>
      <StockOf {...props} />
    </Suspense>
  );
}

async function StockOf({ searchParams }: PageProps) {
  const { ctx, scope, abilities, search } = await requirePage("/stock", searchParams);
  const list = await ctx.db.transaction((db) => readOfferList(db, scope.sellerId, parseOfferQuery(search), ctx.now()));
  return <Stock url={liveUrl("/api/offers", search, ["seller", "q", "show"])} initial={list} abilities={abilities} />;
}
