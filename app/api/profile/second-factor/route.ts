import { z } from "zod";
import { confirmPassword } from "@/lib/auth/change-password";
import { HttpProblem, json, readBody, refuse, withUser } from "@/lib/auth/guard";
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor } from "@/lib/auth/second-factor";
import { endSessions } from "@/lib/auth/sessions";
import { webContext } from "@/lib/flows/engine/web-context";

const body = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("begin") }),
  z.strictObject({ do: z.literal("confirm"), code: z.string().max(20) }),
  z.strictObject({ do: z.literal("remove"), password: z.string().max(1000) }),
]);

/** Answers the key and its QR code, then the recovery codes: each leaves the server this one time. */
export const POST = withUser("POST /api/profile/second-factor", async ({ request, user }) => {
  const { db } = webContext(user);
  const asked = await readBody(request, body);
  if (asked.do === "begin") {
    if (user.secondFactor === "on") throw new HttpProblem(409, "The second factor is on already");
    return json(await beginSecondFactor(db, user.id));
  }
  if (asked.do === "confirm") {
    const codes = await confirmSecondFactor(db, user.id, asked.code.replace(/\s/g, ""));
    if (!codes) refuse([{ path: "code", message: "wrong" }]);
    await endSessions(db, user.id, user.sessionId);
    return json({ codes });
  }
  const known = await confirmPassword(db, user, asked.password);
  if (known !== "right") refuse([{ path: "password", message: known }]);
  await removeSecondFactor(db, user.id, user.email);
  return json({ ok: true });
});
