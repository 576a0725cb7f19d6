import Papa from "papaparse";
import { withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { parseAuditQuery, readAuditLog } from "@/lib/db/audit-log";
import { webContext } from "@/lib/flows/engine/web-context";

const most = 50_000;

/** The audit log as CSV, newest first; a cell that a spreadsheet would run as a formula is made text. */
export const GET = withUser("GET /api/audit/table", async ({ request, user }) => {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const { sellerId } = await scopeOf(user, asked.seller);
  const rows = await readAuditLog(webContext(user).db, sellerId, parseAuditQuery(asked), most);
  const cells = rows.map(({ before, after, id: _, ...row }) => ({
    ...row,
    before: before === null ? "" : JSON.stringify(before),
    after: after === null ? "" : JSON.stringify(after),
  }));
  return new Response(`\uFEFF${Papa.unparse(cells, { escapeFormulae: true })}\r\n`, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="megzo-audit.csv"',
      "cache-control": "no-store",
    },
  });
});
