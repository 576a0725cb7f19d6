import { z } from "zod";
import { cause, requireCauseAccess } from "@/app/api/failures/cause";
import { json, readBody, withUser } from "@/lib/auth/guard";
import { webContext } from "@/lib/flows/engine/web-context";
import { retryCause } from "@/lib/flows/failures/retry-cause";

const body = z.strictObject({ ...cause, only: z.literal(1).optional() });

export const POST = withUser("POST /api/failures/retry", async ({ request, user }) => {
  const asked = await readBody(request, body);
  requireCauseAccess(user, asked);
  return json(await retryCause(webContext(user), asked));
});
