import type { Metadata } from "next";
import { Suspense } from "react";
import { liveUrl, type PageProps, requirePage } from "@/app/(desk)/require-page";
import { AuditFilter } from "@/components/operations/audit-filter";
import { AuditTable } from "@/components/operations/audit-table";
import { buttonClass } from "@/components/ui/button";
import { Card, Empty, PageTitle, Skeleton } from "@/components/ui/card";
import { auditChoices, parseAuditQuery, readAuditLog } from "@/lib/db/audit-log";
import { requestText } from "@/lib/text/messages/request";

const names = ["seller", "who", "action", "subject", "from", "to"];
const pageSize = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("audit.title") };
}

export default function AuditPage(props: PageProps) {
  return (
    <Suspense fallback={<Skeleton rows={16} />}>
      <Audit {...props} />
    </Suspense>
  );
}

async function Audit({ searchParams }: PageProps) {
  const { ctx, scope, search } = await requirePage("/audit", searchParams);
  const query = parseAuditQuery(search);
  const [t, [rows, choices]] = await Promise.all([
    requestText(),
    ctx.db.transaction((db) =>
      Promise.all([readAuditLog(db, scope.sellerId, query, pageSize), auditChoices(db, scope.sellerId)]),
    ),
  ]);
  const last = rows.length === pageSize ? rows.at(-1) : undefined;
  const older = liveUrl("/audit", { ...search, before: last?.at }, [...names, "before"]);
  return (
    <>
      <PageTitle
        title={t("audit.title")}
        aside={
          <a href={liveUrl("/api/audit/table", search, names)} className={buttonClass()} download>
            {t("audit.download")}
          </a>
        }
      >
        <p className="text-muted">{t("audit.lead")}</p>
      </PageTitle>
      <AuditFilter query={query} seller={search.seller} choices={choices} />
      <Card flush>
        {rows.length === 0 ? <Empty title={t("audit.none")} hint={t("audit.noneHint")} /> : null}
        {rows.length > 0 ? <AuditTable rows={rows} severalSellers={scope.sellerId === null} /> : null}
      </Card>
      {last ? (
        <p className="mt-4">
          <a href={older} className={buttonClass()}>
            {t("audit.older")}
          </a>
        </p>
      ) : null}
    </>
  );
}
