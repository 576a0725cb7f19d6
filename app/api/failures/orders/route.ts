import { z } from "zod";
import { cause, requireCauseAccess } from "@/app/api/failures/cause";
import { HttpProblem, json, withUser } from "@/lib/auth/guard";
import { ordersOfCause } from "@/lib/db/failures/failures";
import { webContext } from "@/lib/flows/engine/web-context";

const limit = 200;

const query = z.object({
  ...cause,
  params: z
    .string()
    .max(4000)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "not JSON" });
        return z.NEVER;
      }
    })
    .pipe(cause.params),
});

export const GET = withUser("GET /api/failures/orders", async ({ request, user }) => {
  const asked = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) throw new HttpProblem(400, "The request is not in the expected shape");
  requireCauseAccess(user, asked.data);
  return json(await ordersOfCause(webContext(user).db, { ...asked.data, limit }));
});
