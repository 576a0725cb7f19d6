import { z } from "zod";
import { cause, requireCauseAccess } from "@/app/api/failures/cause";
import { json, readBody, withUser } from "@/lib/auth/guard";
import { webContext } from "@/lib/flows/engine/web-context";
import { checkCause } from "@/lib/flows/failures/check-cause";

const body = z.strictObject({ ...cause });

export const POST = withUser("POST /api/failures/check", async ({ request, user }) => {
  const asked = await readBody(request, body);
  requireCauseAccess(user, asked);
  return json(await checkCause(webContext(user), asked));
});
