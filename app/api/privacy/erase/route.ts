import { readChosen } from "@/app/api/privacy/chosen";
import { HttpProblem, json, withUser } from "@/lib/auth/guard";
import { webContext } from "@/lib/flows/engine/web-context";
import { eraseBuyer } from "@/lib/flows/privacy/erase-buyer";

/** 409 with the orders in flight as problems, when one of those chosen still needs its buyer: then nothing is erased. */
export const POST = withUser("POST /api/privacy/erase", async ({ request, user }) => {
  const { erased, inFlight } = await eraseBuyer(webContext(user), await readChosen(request, user));
  const problems = inFlight.map(({ number, waitsFor }) => ({ path: number, message: waitsFor?.why ?? "" }));
  if (problems.length > 0) throw new HttpProblem(409, "Orders are in flight; nothing was erased", problems);
  return json({ erased });
});
