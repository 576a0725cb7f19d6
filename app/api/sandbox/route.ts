import { connection } from "next/server";
import { z } from "zod";
import { type ActiveMishap, type MishapName, mishapNames, mishaps, type Twin } from "@/components/operations/mishaps";
import { HttpProblem, json, notFound, readBody, withUser } from "@/lib/auth/guard";

const body = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("order") }),
  z.strictObject({ do: z.literal("mishap"), name: z.enum(mishapNames as [MishapName, ...MishapName[]]) }),
  z.strictObject({ do: z.literal("calm") }),
]);

const twins: Twin[] = ["emag", "acumatica"];
type Fault = { id: string; times: number; hits: number };

/** What is set to go wrong at the twins. */
export const GET = withUser("GET /api/sandbox", async () => {
  await connection();
  const lists = await Promise.all(
    twins.map(async (twin) => {
      const faults = await control<Fault[]>(twin, "GET", "faults");
      return faults.map(
        ({ id, times, hits }): ActiveMishap => ({
          name: id.split(".")[0] ?? id,
          twin,
          hits,
          left: times < 0 ? null : Math.max(0, times - hits),
        }),
      );
    }),
  );
  return json({ active: lists.flat() });
});

/** Plays the outside world on the local twins; there is no such route unless they run. */
export const POST = withUser("POST /api/sandbox", async ({ request }) => {
  const asked = await readBody(request, body);
  if (asked.do === "order") return json(await control("emag", "POST", "orders", {}), 201);
  if (asked.do === "calm") {
    for (const twin of twins) await control(twin, "DELETE", "faults");
    return json({ calm: true });
  }
  const { twin, ...fault } = mishaps[asked.name];
  return json(await control(twin, "POST", "faults", { ...fault, id: `${asked.name}.${Date.now()}` }), 201);
});

async function control<T>(twin: Twin, method: "GET" | "POST" | "DELETE", route: string, input?: object): Promise<T> {
  const address = twin === "emag" ? process.env.SANDBOX_EMAG_URL : process.env.SANDBOX_ACUMATICA_URL;
  if (!address) throw notFound();
  const base = address.replace(/\/+$/, "").replace(/\/_sandbox$/, "");
  const response = await fetch(`${base}/_sandbox/${route}`, {
    method,
    headers: { "content-type": "application/json" },
    body: input && JSON.stringify(input),
    signal: AbortSignal.timeout(5000),
  }).catch(() => null);
  if (!response?.ok) throw new HttpProblem(502, "The twin did not accept it");
  return response.json();
}
