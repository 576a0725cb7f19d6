import { json, notFound, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { sendTestAlert } from "@/lib/flows/alerts/send-alerts";
import { webContext } from "@/lib/flows/engine/web-context";

export const POST = withUser("POST /api/alerts/test", async ({ request, user }) => {
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  if (!sellerId) throw notFound();
  return json(await sendTestAlert(webContext(user), sellerId));
});
