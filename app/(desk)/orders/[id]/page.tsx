import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { z } from "zod";
import { type PageProps, visit } from "@/app/(desk)/visit";
import { OrderPage } from "@/components/orders/order-page";
import { Skeleton } from "@/components/ui/card";
import { sightOf } from "@/lib/auth/buyer-access";
import { reachOf } from "@/lib/auth/scope";
import { readOrder } from "@/lib/db/orders/order-detail";
import { requestText } from "@/lib/text/request";

type Props = PageProps & { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("orders.number") };
}

export default function SingleOrderPage(props: Props) {
  return (
    <Suspense fallback={<Skeleton rows={12} />}>
      <Order {...props} />
    </Suspense>
  );
}

async function Order({ params, searchParams }: Props) {
  const { id } = await params;
  const { ctx, user, abilities } = await visit("/orders/[id]", searchParams);
  if (!z.uuid().safeParse(id).success) notFound();
  const options = { now: ctx.now(), withRaw: abilities.readRaw, sight: await sightOf(user) };
  const order = await ctx.db.transaction((db) => readOrder(db, reachOf(user).sellerId, id, options));
  if (!order) notFound();
  return (
    <OrderPage
      url={`/api/orders/${id}`}
      initial={order}
      mayRetry={abilities.retry}
      mayUnmask={abilities.unmask}
      severalSellers={!user.seller}
    />
  );
}
