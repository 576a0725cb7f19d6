import { createHmac, randomUUID } from "node:crypto";
import { inArray } from "drizzle-orm";
import {
  type AlertPreferences,
  type AlertRow,
  administratorsOf,
  readAlertPreferences,
  unsentAlerts,
} from "@/lib/db/alerts/alerts";
import { decrypt } from "@/lib/db/encryption";
import { releaseLease, takeLease } from "@/lib/db/engine/lease";
import { alertPreferences, alerts } from "@/lib/db/schema";
import { isQuiet } from "@/lib/domain/alert";
import { channelZone } from "@/lib/flows/alerts/raise-alerts";
import type { FlowContext } from "@/lib/flows/engine/context";
import { alertEmail, testEmail } from "@/lib/text/emails/alert-email";

type AlertChanges = { opened: AlertRow[]; ended: AlertRow[] };

/**
 * Started by `housekeeping` after `raise-alerts`. Sends each seller what is new and what is over, in one e-mail and one
 * signed call, not oftener than they asked and not in their quiet hours. A lease keeps processes apart; a crash between
 * sending and writing it down can repeat an e-mail, never lose one. A failed sending is not thrown: it is shown on the
 * page and tried again.
 */
export async function sendAlerts(ctx: FlowContext): Promise<void> {
  for (const preferences of await readAlertPreferences(ctx.db, null)) {
    const rested =
      !preferences.lastSentAt ||
      ctx.now().getTime() - preferences.lastSentAt.getTime() >= preferences.settings.digestMinutes * 60_000;
    if (!rested || isQuiet(preferences.settings, ctx.now(), channelZone)) continue;
    const changes = await unsentAlerts(ctx.db, preferences.sellerId);
    if (changes.opened.length + changes.ended.length === 0) continue;
    const lease = `alerts:${preferences.sellerId}`;
    const holder = randomUUID();
    if (!(await takeLease(ctx.db, lease, holder, 120))) continue;
    try {
      await notify(ctx, preferences, changes);
    } finally {
      await releaseLease(ctx.db, lease, holder);
    }
  }
}

async function notify(ctx: FlowContext, preferences: AlertPreferences, changes: AlertChanges): Promise<void> {
  const unmuted = (rows: AlertRow[]) => rows.filter(({ kind }) => !preferences.settings.muted.includes(kind));
  const wanted = { opened: unmuted(changes.opened), ended: unmuted(changes.ended) };
  const allMuted = wanted.opened.length + wanted.ended.length === 0;
  const deliveries = allMuted ? [] : deliveriesOf(ctx, preferences, wanted);
  if (!allMuted && deliveries.length === 0) return;
  const failures = await sendAll(deliveries);
  if (deliveries.length > 0) await noteSending(ctx, preferences, failures);
  if (deliveries.length > 0 && failures.length === deliveries.length) return;
  const now = ctx.now();
  const ids = (rows: AlertRow[]) => rows.map(({ id }) => id);
  if (changes.opened.length > 0)
    await ctx.db
      .update(alerts)
      .set({ openingSentAt: now })
      .where(inArray(alerts.id, ids(changes.opened)));
  if (changes.ended.length > 0)
    await ctx.db
      .update(alerts)
      .set({ endSentAt: now })
      .where(inArray(alerts.id, ids(changes.ended)));
}

/** Sends an e-mail and a call that say it is a test, as far as the seller set them up; returns what went wrong. */
export async function sendTestAlert(ctx: FlowContext, sellerId: string): Promise<{ ways: number; failures: string[] }> {
  const [preferences] = await readAlertPreferences(ctx.db, sellerId);
  if (!preferences) return { ways: 0, failures: [] };
  const deliveries = deliveriesOf(ctx, preferences, null);
  const failures = await sendAll(deliveries);
  return { ways: deliveries.length, failures };
}

type Delivery = () => Promise<void>;

async function sendAll(deliveries: Delivery[]): Promise<string[]> {
  const results = await Promise.allSettled(deliveries.map((deliver) => deliver()));
  return results.flatMap((result) =>
    result.status === "rejected" ? [String(result.reason?.message ?? result.reason)] : [],
  );
}

/** `changes` null: a test. */
function deliveriesOf(ctx: FlowContext, preferences: AlertPreferences, changes: AlertChanges | null): Delivery[] {
  const { settings } = preferences;
  const { mailer } = ctx;
  const deliveries: Delivery[] = [];
  if (settings.mail && mailer) {
    deliveries.push(async () => {
      const to =
        settings.recipients.length > 0 ? settings.recipients : await administratorsOf(ctx.db, preferences.sellerId);
      const about = { language: settings.language, seller: preferences.seller, appUrl: ctx.appUrl };
      if (to.length > 0) await mailer({ to, ...(changes ? alertEmail({ ...about, ...changes }) : testEmail(about)) });
    });
  }
  if (settings.webhookUrl) deliveries.push(() => callWebhook(ctx, preferences, changes));
  return deliveries;
}

/** `X-Megzo-Signature: t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>` with the seller's own secret. */
async function callWebhook(
  ctx: FlowContext,
  preferences: AlertPreferences,
  changes: AlertChanges | null,
): Promise<void> {
  const url = preferences.settings.webhookUrl ?? "";
  if (!preferences.webhookSecret) throw new Error(`${url} has no secret yet: save the alert settings again`);
  const view = ({ id, kind, params, openedAt, closedAt }: AlertRow) => ({ id, kind, params, openedAt, closedAt });
  const body = JSON.stringify({
    type: changes ? "alerts" : "test",
    seller: preferences.seller,
    opened: changes?.opened.map(view) ?? [],
    ended: changes?.ended.map(view) ?? [],
  });
  const time = Math.floor(ctx.now().getTime() / 1000);
  const signature = createHmac("sha256", decrypt(preferences.webhookSecret, `alerts/${preferences.sellerId}`)).update(
    `${time}.${body}`,
  );
  const answer = await ctx.http({
    method: "POST",
    url,
    headers: { "content-type": "application/json", "x-megzo-signature": `t=${time},v1=${signature.digest("hex")}` },
    body,
    timeoutMs: 10_000,
    maxBytes: 65_536,
  });
  if (answer.status < 200 || answer.status > 299) throw new Error(`${new URL(url).host} answered ${answer.status}`);
}

async function noteSending(ctx: FlowContext, preferences: AlertPreferences, failures: string[]): Promise<void> {
  const set = { lastSentAt: ctx.now(), lastFailure: failures[0]?.slice(0, 500) ?? null };
  await ctx.db
    .insert(alertPreferences)
    .values({ sellerId: preferences.sellerId, settings: preferences.settings, ...set })
    .onConflictDoUpdate({ target: alertPreferences.sellerId, set });
  if (failures.length > 0) ctx.log.warn({ seller: preferences.sellerId, failures: failures.length }, "alert not sent");
}
