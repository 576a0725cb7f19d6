import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { z } from "zod";
import { type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Explain } from "@/components/stock/explain";
import { Skeleton } from "@/components/ui/card";
import { accessScope } from "@/lib/auth/scope";
import { readOffer } from "@/lib/db/stock/offer-detail";
import { requestText } from "@/lib/text/messages/request";

type Props = PageProps & { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("stock.explain.title") };
}

export default function OfferPage(props: Props) {
  return (
    <Suspense fallback={<Skeleton rows={12} />}>
      <OfferOf {...props} />
    </Suspense>
  );
}

async function OfferOf({ params, searchParams }: Props) {
  const { id } = await params;
  const { ctx, user, abilities } = await requirePage("/stock/[id]", searchParams);
  if (!z.uuid().safeParse(id).success) notFound();
  const detail = await ctx.db.transaction((db) => readOffer(db, accessScope(user).sellerId, id, ctx.now()));
  if (!detail) notFound();
  return <Explain url={`/api/offers/${id}`} initial={detail} abilities={abilities} />;
}
