import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { z } from "zod";
import { type PageProps, requirePage } from "@/app/(desk)/require-page";
import { OrderPage } from "@/components/orders/order-page";
import { Skeleton } from "@/components/ui/card";
import { buyerAccess } from "@/lib/auth/buyer-access";
import { accessScope } from "@/lib/auth/scope";
import { readOrderDetail } from "@/lib/db/orders/order-detail";
import { requestText } from "@/lib/text/messages/request";

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
  const { ctx, user, abilities } = await requirePage("/orders/[id]", searchParams);
  if (!z.uuid().safeParse(id).success) notFound();
  const options = { now: ctx.now(), withRaw: abilities.readRaw, visibility: await buyerAccess(user) };
  const order = await ctx.db.transaction((db) => readOrderDetail(db, accessScope(user).sellerId, id, options));
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
