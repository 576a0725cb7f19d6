import { json, notFound, uuid, withUser } from "@/lib/auth/guard";
import { forgetSavedView } from "@/lib/db/orders/saved-views";
import { webContext } from "@/lib/flows/engine/web-context";

export const DELETE = withUser("DELETE /api/orders/views/[id]", async ({ user, params }) => {
  if (!(await forgetSavedView(webContext(user).db, user.id, uuid(params.id)))) throw notFound();
  return json({ ok: true });
});
