import { z } from "zod";

export const alertKinds = [
  /** Orders stopped by a cause that a person must cure. */
  "needs-person",
  /** A connection is refused, or its last runs all failed. */
  "connection-down",
  /** Offers whose fall to zero waits for a decision. */
  "brake-held",
  /** Orders whose hand-over deadline is near and that have no AWB. */
  "deadline-near",
  /** No order where this hour of the week usually has some. */
  "silence",
  /** The integration has not finished a heartbeat for too long. */
  "heartbeat-late",
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** What is wrong now; `subject` tells two alerts of one kind apart. `params` never hold a buyer's data. */
export type Finding = { kind: AlertKind; subject: string; params: Record<string, string> };

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 22:00");

/** How a seller wants to be notified; the defaults hold until the seller saves other ones. */
export const alertSettings = z.strictObject({
  mail: z.boolean().default(true),
  /** Empty: every administrator of the seller. */
  recipients: z.array(z.email()).max(20).default([]),
  language: z.enum(["ro", "en"]).default("ro"),
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  muted: z.array(z.enum(alertKinds)).default([]),
  /** At most one e-mail in this many minutes; what happens meanwhile is in the next one. */
  digestMinutes: z.number().int().min(1).max(1440).default(15),
  /** Between these local times nothing is sent; it is sent when they end. Equal or null: never quiet. */
  quietFrom: clock.nullable().default(null),
  quietTo: clock.nullable().default(null),
  deadlineHours: z.number().int().min(1).max(48).default(4),
});
export type AlertSettings = z.infer<typeof alertSettings>;

export type OpenAlert = { id: string; kind: AlertKind; subject: string };

const nameOf = ({ kind, subject }: { kind: AlertKind; subject: string }) => `${kind}/${subject}`;

/** What of the findings is new, what goes on, and which open alerts are over. */
export function compareAlerts<A extends OpenAlert>(
  open: A[],
  found: Finding[],
): { opened: Finding[]; going: { alert: A; finding: Finding }[]; over: A[] } {
  const known = new Map(open.map((alert) => [nameOf(alert), alert]));
  const opened: Finding[] = [];
  const going: { alert: A; finding: Finding }[] = [];
  for (const finding of found) {
    const alert = known.get(nameOf(finding));
    if (alert) going.push({ alert, finding });
    else opened.push(finding);
  }
  const still = new Set(going.map(({ alert }) => alert.id));
  return { opened, going, over: open.filter(({ id }) => !still.has(id)) };
}

/** Whether a notification must wait; `zone` is an IANA time zone, and the quiet time may cross midnight. */
export function isQuiet({ quietFrom, quietTo }: AlertSettings, now: Date, zone: string): boolean {
  if (!quietFrom || !quietTo || quietFrom === quietTo) return false;
  const local = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(now);
  return quietFrom < quietTo ? local >= quietFrom && local < quietTo : local >= quietFrom || local < quietTo;
}
