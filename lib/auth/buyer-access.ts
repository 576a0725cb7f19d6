import type { CurrentUser } from "@/lib/auth/current-user";
import { HttpProblem } from "@/lib/auth/guard";
import { database } from "@/lib/db/client";
import { openUnmaskings } from "@/lib/db/orders/unmaskings";
import { type BuyerVisibility, canSeeBuyers } from "@/lib/domain/privacy/buyer-visibility";

/** Whose buyers a person sees now: support only those of sellers it gave a reason to within the last hour. */
export async function buyerAccess(user: Pick<CurrentUser, "id" | "role">): Promise<BuyerVisibility> {
  if (user.role !== "support") return "all";
  return { sellerIds: await openUnmaskings(database().db, user.id, new Date()) };
}

/**
 * For what cannot be masked, a label or an invoice.
 * @throws HttpProblem 403 to somebody who may not see this seller's buyers now
 */
export async function requireBuyerAccess(user: CurrentUser, sellerId: string): Promise<void> {
  if (canSeeBuyers(await buyerAccess(user), sellerId)) return;
  throw new HttpProblem(403, "It shows the buyer, who is masked: say on the order's page what you need it for");
}
