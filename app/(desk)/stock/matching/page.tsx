import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Matching } from "@/components/stock/matching";
import { Skeleton } from "@/components/ui/card";
import { readMatching } from "@/lib/db/stock/matching";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("stock.part.matching") };
}

export default function MatchingPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton rows={16} />}>
      <MatchingOf {...props} />
    </Suspense>
  );
}

async function MatchingOf({ searchParams }: PageProps) {
  const { ctx, scope, abilities, search } = await requirePage("/stock/matching", searchParams);
  const sides = await ctx.db.transaction((db) =>
    readMatching(db, scope.sellerId, (search.q ?? "").slice(0, 100), ctx.now()),
  );
  return (
    <Matching url={liveUrl("/api/stock/matching", search, ["seller", "q"])} initial={sides} abilities={abilities} />
  );
}
