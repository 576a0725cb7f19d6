import { emagLedger } from "./exactly-once/ledger";
import type { Harness } from "./harness";

/**
 * What a seller does to an order on eMAG's own pages, which is an `order/save` (emag-api.md §4.9); `quantities` are the
 * new ones of some lines, the others are sent as they are.
 */
export async function saveOnEmag(
  harness: Harness,
  change: { id: number } & Record<string, unknown>,
  quantities: { sku: string; quantity: number }[] = [],
): Promise<void> {
  const order = (await emagLedger(harness)).orders.find(({ id }) => id === change.id);
  const products = order?.products.map((line) => {
    const wanted = quantities.find(({ sku }) => sku === line.part_number);
    return { ...line, quantity: wanted?.quantity ?? line.quantity };
  });
  const response = await fetch(`${harness.twins.emag.url}/api-3/order/save`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from("api@carpatic.example:emag-demo").toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ data: [{ type: 3, ...change, ...(quantities.length > 0 ? { status: 4, products } : {}) }] }),
  });
  const answer = (await response.json()) as { isError: boolean };
  if (answer.isError) throw new Error(`eMAG refused: ${JSON.stringify(answer)}`);
}

/** The seller cancels on eMAG's own pages, which is possible until the order is finished. */
export const cancelAsSeller = (harness: Harness, id: string) =>
  saveOnEmag(harness, { id: Number(id), status: 0, reason_cancellation: 21 });

/** The buyer cancels, which is possible until the seller acknowledges. */
export const cancelAsBuyer = ({ twins }: Harness, id: string) =>
  twins.emag.control("POST", `/_sandbox/orders/${id}/cancel`);

/** The lines named are changed on eMAG; quantity 0 removes one. */
export const editOrder = ({ twins }: Harness, id: string, lines: { sku: string; quantity: number }[]) =>
  twins.emag.control("POST", `/_sandbox/orders/${id}/edit`, { lines });
