import { z } from "zod";
import type { CurrentUser } from "@/lib/auth/current-user";
import { HttpProblem, notFound } from "@/lib/auth/guard";
import { accessScope } from "@/lib/auth/scope";
import { mask } from "@/lib/domain/privacy/buyer-visibility";
import { problemCodes } from "@/lib/domain/problem";

/** A cause as the desk names it. */
export const cause = {
  sellerId: z.uuid(),
  code: z.enum(problemCodes),
  params: z.record(z.string().max(100), z.string().max(2000)),
};

type Named = { sellerId: string; params: Record<string, string> };

/** @throws HttpProblem 404 for a seller the user may not see, 403 where the cause's params hold a masked buyer */
export function requireCauseAccess(user: CurrentUser, { sellerId, params }: Named): void {
  const scopeSellerId = accessScope(user).sellerId;
  if (scopeSellerId !== null && scopeSellerId !== sellerId) throw notFound();
  if (Object.values(params).some((value) => value.includes(mask))) throw masked("It is named by a buyer");
}

/** @throws HttpProblem 403 for a text read with its buyer masked: saved, it would overwrite the whole one */
export function requireWhole(comment: string): void {
  if (comment.includes(mask)) throw masked("The note names a buyer");
}

const masked = (what: string) =>
  new HttpProblem(403, `${what}, who is masked: say on one of the orders' pages what you need it for, then load again`);
