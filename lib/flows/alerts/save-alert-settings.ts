import { randomBytes } from "node:crypto";
import { readAlertPreferences } from "@/lib/db/alerts/alerts";
import { writeAudit } from "@/lib/db/audit";
import { encrypt } from "@/lib/db/encryption";
import { alertPreferences } from "@/lib/db/schema";
import { alertSettings } from "@/lib/domain/alert";
import type { FieldProblem } from "@/lib/flows/connections/save-settings";
import type { FlowContext } from "@/lib/flows/engine/context";

type Saved = {
  problems: FieldProblem[] /** Shown once, when the first webhook address is saved. */;
  secret: string | null;
};

/** Saves how a seller is notified. A webhook gets its signing secret at the first saving, or a new one when asked. */
export async function saveAlertSettings(
  ctx: FlowContext,
  input: { sellerId: string; settings: unknown; newSecret?: boolean },
): Promise<Saved> {
  const parsed = alertSettings.safeParse(input.settings);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
    return { problems, secret: null };
  }
  const { sellerId } = input;
  return ctx.db.transaction(async (tx) => {
    const [before] = await readAlertPreferences(tx, sellerId);
    if (!before) return { problems: [{ path: "sellerId", message: "is not known" }], secret: null };
    const needsSecret = Boolean(parsed.data.webhookUrl) && (!before.webhookSecret || input.newSecret === true);
    const secret = needsSecret ? randomBytes(32).toString("base64url") : null;
    const sealed = secret ? { webhookSecret: encrypt(secret, `alerts/${sellerId}`) } : {};
    await tx
      .insert(alertPreferences)
      .values({ sellerId, settings: parsed.data, ...sealed })
      .onConflictDoUpdate({ target: alertPreferences.sellerId, set: { settings: parsed.data, ...sealed } });
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: "alerts.settings",
      subject: before.seller,
      before: before.settings,
      after: { ...parsed.data, ...(secret ? { webhookSecret: "changed" } : {}) },
    });
    return { problems: [], secret };
  });
}
