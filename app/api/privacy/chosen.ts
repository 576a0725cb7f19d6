import { z } from "zod";
import type { CurrentUser } from "@/lib/auth/current-user";
import { notFound, readBody } from "@/lib/auth/guard";
import { scopeOf } from "@/lib/auth/scope";

const body = z.strictObject({ orders: z.array(z.uuid()).min(1).max(200) });

/** The seller and the orders a person chose from what was found. */
export async function readChosen(request: Request, user: CurrentUser): Promise<{ sellerId: string; orders: string[] }> {
  const { sellerId } = await scopeOf(user, new URL(request.url).searchParams.get("seller"));
  if (!sellerId) throw notFound();
  return { sellerId, ...(await readBody(request, body)) };
}
