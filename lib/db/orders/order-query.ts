import { z } from "zod";
import { groups } from "@/lib/db/orders/order-group";
import type { OrderQuery } from "@/lib/db/orders/order-list";

const asked = z.object({
  state: z.enum(groups).nullable().catch(null).default(null),
  q: z.string().max(100).catch("").default(""),
  after: z.uuid().nullable().catch(null).default(null),
});

/** The order list's filters as they stand in an address; what makes no sense there counts as absent. */
export function parseOrderQuery(search: Record<string, string | string[] | undefined>): OrderQuery {
  const { state, q, after } = asked.parse(search);
  return { group: state, search: q, after };
}
