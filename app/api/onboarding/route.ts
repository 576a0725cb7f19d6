import { onboardingOptions } from "@/app/api/onboarding/options";
import { json, notFound, withUser } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";
import { readOnboarding } from "@/lib/db/overview/onboarding";
import { webContext } from "@/lib/flows/engine/web-context";

export const GET = withUser("GET /api/onboarding", async ({ request, user }) => {
  const ctx = webContext(user);
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  if (!sellerId) throw notFound();
  return json(await ctx.db.transaction((db) => readOnboarding(db, sellerId, onboardingOptions(ctx, user))));
});
