import type { Metadata } from "next";
import { Suspense } from "react";
import { type PageProps, requirePage } from "@/app/(desk)/require-page";
import { Rules } from "@/components/stock/rules";
import { Skeleton } from "@/components/ui/card";
import { readIntegrationList } from "@/lib/db/connections/integration-list";
import { iso } from "@/lib/db/iso";
import { readBufferHistory } from "@/lib/db/stock/buffer-history";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("stock.part.rules") };
}

export default function RulesPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton rows={16} />}>
      <RulesOf {...props} />
    </Suspense>
  );
}

async function RulesOf({ searchParams }: PageProps) {
  const { ctx, scope, abilities } = await requirePage("/stock/rules", searchParams);
  const { integrations, history } = await ctx.db.transaction(async (db) => {
    const integrations = await readIntegrationList(db, scope.sellerId);
    const histories = integrations.map(async ({ id }) => [id, await readBufferHistory(db, id)] as const);
    return { integrations, history: await Promise.all(histories) };
  });
  return (
    <Rules
      integrations={integrations}
      history={Object.fromEntries(history)}
      now={iso(ctx.now())}
      abilities={abilities}
    />
  );
}
