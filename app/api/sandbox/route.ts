import { z } from "zod";
import { HttpProblem, json, notFound, readBody, withUser } from "@/lib/auth/guard";
import { mayRetry } from "@/lib/auth/roles";

const body = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("order") }),
  z.strictObject({ do: z.literal("fault"), twin: z.enum(["emag", "acumatica"]) }),
]);

/** The call of each twin whose answer is worth losing: the parcel that costs money, and the Sales Order. */
const faultRoutes = { emag: "POST .*/awb/save", acumatica: "PUT .*/SalesOrder" };

/** Plays the outside world on the local twins; there is no such route unless they run. */
export const POST = withUser(mayRetry, async ({ request }) => {
  const asked = await readBody(request, body);
  if (asked.do === "order") return json(await control("emag", "orders", {}), 201);
  return json(
    await control(asked.twin, "faults", { route: faultRoutes[asked.twin], kind: "drop-after", times: 1 }),
    201,
  );
});

async function control(twin: "emag" | "acumatica", route: string, input: object): Promise<unknown> {
  const address = twin === "emag" ? process.env.SANDBOX_EMAG_URL : process.env.SANDBOX_ACUMATICA_URL;
  if (!address) throw notFound();
  const base = address.replace(/\/+$/, "").replace(/\/_sandbox$/, "");
  const response = await fetch(`${base}/_sandbox/${route}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(5000),
  }).catch(() => null);
  if (!response?.ok) throw new HttpProblem(502, "The twin did not accept it");
  return response.json();
}
