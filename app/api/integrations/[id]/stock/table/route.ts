import { ownerIn } from "@/app/api/integrations/[id]/stock/owner";
import { json, readBytes, withUser } from "@/lib/auth/guard";
import { webContext } from "@/lib/flows/engine/web-context";
import { exportOfferCsv, importOfferCsv } from "@/lib/flows/stock/offer-csv";

const maxBytes = 10 * 1024 * 1024;

/** Buffers, caps and ERP items of all offers as CSV. */
export const GET = withUser("GET /api/integrations/[id]/stock/table", async ({ user, params }) => {
  const ctx = webContext(user);
  const { integrationId } = await ownerIn(ctx, user, params);
  return new Response(await exportOfferCsv(ctx, integrationId), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="megzo-offers.csv"',
      "cache-control": "no-store",
    },
  });
});

/** Reads such a table and says what it would change; with `?save=1` it is saved, if every line can be. */
export const POST = withUser("POST /api/integrations/[id]/stock/table", async ({ request, user, params }) => {
  const ctx = webContext(user);
  const owner = await ownerIn(ctx, user, params);
  const text = new TextDecoder().decode(await readBytes(request, maxBytes));
  const save = new URL(request.url).searchParams.get("save") === "1";
  return json(await importOfferCsv(ctx, { ...owner, text, save }));
});
