import { randomBytes } from "node:crypto";
import { generate } from "otplib";
import { makePasswordLink } from "@/lib/auth/password-link";
import { beginSecondFactor, confirmSecondFactor } from "@/lib/auth/second-factor";
import { alertSettings } from "@/lib/domain/alert";
import { saveAlertSettings } from "@/lib/flows/alerts/save-alert-settings";
import { connectionStore } from "@/lib/flows/engine/connection-store";
import { processContext } from "@/lib/flows/engine/process-context";
import type { TwoSellers } from "./two-sellers";

/** One of every kind of secret the product makes or is given while it runs, besides those of the configuration. */
export async function plantSecrets({ own, cookieOf }: TwoSellers): Promise<string[]> {
  const ctx = processContext("test");
  const { db } = ctx;
  const { userId, cookie } = await cookieOf("viewer");
  const { secret } = await beginSecondFactor(db, userId);
  const recovery = await confirmSecondFactor(db, userId, await generate({ secret }));
  const link = await makePasswordLink(db, userId, "reset");
  const settings = alertSettings.parse({ webhookUrl: "https://hook.example/alerts" });
  const webhook = await saveAlertSettings(ctx, { sellerId: own.sellerId, settings });
  const session = `canary-${randomBytes(9).toString("hex")}`;
  await connectionStore(ctx, own.ids.connections ?? "").write(JSON.stringify({ cookies: session }));
  const planted = [secret, ...(recovery ?? []), link, webhook.secret, session, cookie.split("=")[1]];
  return planted.map((text) => {
    if (!text) throw new Error("a secret was not planted");
    return text;
  });
}
