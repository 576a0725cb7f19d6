import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { OrderList } from "@/components/orders/order-list";
import { PageTitle, Skeleton } from "@/components/ui/card";
import { buyerAccess } from "@/lib/auth/buyer-access";
import { readOrders } from "@/lib/db/orders/order-list";
import { parseOrderQuery } from "@/lib/db/orders/order-query";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("orders.title") };
}

export default function OrdersPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton rows={16} />}>
      <Orders {...props} />
    </Suspense>
  );
}

async function Orders({ searchParams }: PageProps) {
  const { ctx, user, scope, search, abilities } = await requirePage("/orders", searchParams);
  const options = { now: ctx.now(), visibility: await buyerAccess(user) };
  const [t, list] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) => readOrders(db, scope.sellerId, parseOrderQuery(search), options)),
  ]);
  const url = liveUrl("/api/orders", search, ["seller", "state", "q", "after"]);
  return (
    <>
      <PageTitle title={t("orders.title")} />
      <OrderList url={url} initial={list} severalSellers={scope.sellerId === null} mayAct={abilities.retry} />
    </>
  );
}
