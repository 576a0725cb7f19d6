import { z } from "zod";
import { json, readBody, refuse, withUser } from "@/lib/auth/guard";
import { keepSavedView, mostViews, readSavedViews } from "@/lib/db/orders/saved-views";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.strictObject({
  name: z.string().trim().min(1).max(40),
  query: z.string().max(500),
});

export const GET = withUser("GET /api/orders/views", async ({ user }) =>
  json(await readSavedViews(webContext(user).db, user.id)),
);

export const POST = withUser("POST /api/orders/views", async ({ request, user }) => {
  const view = await readBody(request, body);
  const kept = await keepSavedView(webContext(user).db, user.id, view);
  if (!kept) refuse([{ path: "name", message: `${mostViews} views are kept at most: remove one first` }]);
  return json({ ok: true });
});
