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

type News = { opened: AlertRow[]; ended: AlertRow[] };

/**
 * Started by the clock after `raise-alerts`. Tells each seller what is new and what is over, in one letter and one
 * signed call, not oftener than they asked and not in their quiet hours. A lease keeps processes apart; a crash between
 * sending and writing it down can repeat a letter, never lose one. A failure is shown on the page and tried again.
 */
export async function sendAlerts(ctx: FlowContext): Promise<void> {
  for (const desk of await readAlertPreferences(ctx.db, null)) {
    const rested =
      !desk.lastSentAt || ctx.now().getTime() - desk.lastSentAt.getTime() >= desk.settings.digestMinutes * 60_000;
    if (!rested || isQuiet(desk.settings, ctx.now(), channelZone)) continue;
    const news = await unsentAlerts(ctx.db, desk.sellerId);
    if (news.opened.length + news.ended.length === 0) continue;
    const lease = `alerts:${desk.sellerId}`;
    const holder = randomUUID();
    if (!(await takeLease(ctx.db, lease, holder, 120))) continue;
    try {
      await tell(ctx, desk, news);
    } finally {
      await releaseLease(ctx.db, lease, holder);
    }
  }
}

async function tell(ctx: FlowContext, desk: AlertPreferences, news: News): Promise<void> {
  const heard = (rows: AlertRow[]) => rows.filter(({ kind }) => !desk.settings.muted.includes(kind));
  const loud = { opened: heard(news.opened), ended: heard(news.ended) };
  const silent = loud.opened.length + loud.ended.length === 0;
  const ways = silent ? [] : waysOf(ctx, desk, loud);
  if (!silent && ways.length === 0) return;
  const failures = await goAll(ways);
  if (ways.length > 0) await noteSending(ctx, desk, failures);
  if (ways.length > 0 && failures.length === ways.length) return;
  const now = ctx.now();
  const ids = (rows: AlertRow[]) => rows.map(({ id }) => id);
  if (news.opened.length > 0)
    await ctx.db
      .update(alerts)
      .set({ openingSentAt: now })
      .where(inArray(alerts.id, ids(news.opened)));
  if (news.ended.length > 0)
    await ctx.db
      .update(alerts)
      .set({ endSentAt: now })
      .where(inArray(alerts.id, ids(news.ended)));
}

/** Sends a letter and a call that say it is a test, over every way the seller has; returns what went wrong. */
export async function sendTestAlert(ctx: FlowContext, sellerId: string): Promise<{ ways: number; failures: string[] }> {
  const [desk] = await readAlertPreferences(ctx.db, sellerId);
  if (!desk) return { ways: 0, failures: [] };
  const ways = waysOf(ctx, desk, null);
  const failures = await goAll(ways);
  return { ways: ways.length, failures };
}

type Way = () => Promise<void>;

async function goAll(ways: Way[]): Promise<string[]> {
  const results = await Promise.allSettled(ways.map((way) => way()));
  return results.flatMap((result) =>
    result.status === "rejected" ? [String(result.reason?.message ?? result.reason)] : [],
  );
}

/** `news` null: a test. */
function waysOf(ctx: FlowContext, desk: AlertPreferences, news: News | null): Way[] {
  const { settings } = desk;
  const { post } = ctx;
  const ways: Way[] = [];
  if (settings.mail && post) {
    ways.push(async () => {
      const to = settings.recipients.length > 0 ? settings.recipients : await administratorsOf(ctx.db, desk.sellerId);
      const about = { language: settings.language, seller: desk.seller, appUrl: ctx.appUrl };
      if (to.length > 0) await post({ to, ...(news ? alertEmail({ ...about, ...news }) : testEmail(about)) });
    });
  }
  if (settings.webhookUrl) ways.push(() => callWebhook(ctx, desk, news));
  return ways;
}

/** `X-Megzo-Signature: t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>` with the seller's own secret. */
async function callWebhook(ctx: FlowContext, desk: AlertPreferences, news: News | null): Promise<void> {
  const url = desk.settings.webhookUrl ?? "";
  if (!desk.webhookSecret) throw new Error(`${url} has no secret yet: save the alert settings again`);
  const view = ({ id, kind, params, openedAt, closedAt }: AlertRow) => ({ id, kind, params, openedAt, closedAt });
  const body = JSON.stringify({
    type: news ? "alerts" : "test",
    seller: desk.seller,
    opened: news?.opened.map(view) ?? [],
    ended: news?.ended.map(view) ?? [],
  });
  const time = Math.floor(ctx.now().getTime() / 1000);
  const signature = createHmac("sha256", decrypt(desk.webhookSecret, `alerts/${desk.sellerId}`)).update(
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

async function noteSending(ctx: FlowContext, desk: AlertPreferences, failures: string[]): Promise<void> {
  const set = { lastSentAt: ctx.now(), lastFailure: failures[0]?.slice(0, 500) ?? null };
  await ctx.db
    .insert(alertPreferences)
    .values({ sellerId: desk.sellerId, settings: desk.settings, ...set })
    .onConflictDoUpdate({ target: alertPreferences.sellerId, set });
  if (failures.length > 0) ctx.log.warn({ seller: desk.sellerId, failures: failures.length }, "alert not sent");
}
