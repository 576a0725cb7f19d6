import { z } from "zod";
import type { CurrentUser } from "@/lib/auth/current-user";
import { notFound } from "@/lib/auth/guard";
import { reachOf } from "@/lib/auth/scope";
import { problemCodes } from "@/lib/domain/problem";

/** A cause as the desk names it. */
export const cause = {
  sellerId: z.uuid(),
  code: z.enum(problemCodes),
  params: z.record(z.string().max(100), z.string().max(2000)),
};

/** 404 for the cause of a seller the user may not see. */
export function requireReach(user: CurrentUser, sellerId: string): void {
  const reach = reachOf(user).sellerId;
  if (reach !== null && reach !== sellerId) throw notFound();
}
