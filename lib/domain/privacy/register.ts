import { keepDays } from "@/lib/domain/documents/invoice";
import type { Retention } from "@/lib/domain/privacy/retention";
import type { IntegrationSettings } from "@/lib/domain/settings";

/** As much of a seller's configuration as says what is done with personal data. */
export type ProcessingFacts = {
  integrations: {
    enabled: boolean;
    settings: Pick<IntegrationSettings, "orders" | "invoices" | "awb">;
    /** Host names of the two systems. */
    channel: string;
    erp: string;
  }[];
  /** Host of the webhook alerts go to; empty where there is none. */
  alertHosts: string[];
  /** Host of the mail server for alerts and invitations; null when there is none. */
  mail: string | null;
  retention: Retention;
};

const activities = [
  "orders",
  "invoices",
  "parcels",
  "downloads",
  "timeline",
  "people",
  "letters",
  "record",
  "keys",
] as const;
type Activity = (typeof activities)[number];

/** How long: a number of days, as long as the seller is here, or not at all. */
type Term = { kind: "days"; days: number } | { kind: "always" } | { kind: "not-kept" };

/** One row of the register of processing: from and to which hosts, how long; what and why are words of the page. */
export type Processing = { activity: Activity; from: string[]; to: string[]; term: Term };

const unique = (hosts: string[]) => [...new Set(hosts)].sort();
const days = (count: number): Term => ({ kind: "days", days: count });

/** The register of processing as the configuration makes it; what is switched off is not in it. */
export function registerOf({ integrations, alertHosts, mail, retention }: ProcessingFacts): Processing[] {
  const on = integrations.filter(({ enabled }) => enabled);
  const hosts = (side: "channel" | "erp", rows: typeof on) => unique(rows.map((row) => row[side]));
  const orders = on.filter(({ settings }) => settings.orders.enabled);
  const invoices = on.filter(({ settings }) => settings.invoices.enabled);
  const parcels = on.filter(({ settings }) => settings.awb.enabled && settings.awb.mode === "emag");
  const served = Math.max(0, ...invoices.map(({ settings }) => keepDays(settings.invoices)));
  const buyers = hosts("channel", orders);
  const letters = unique([...alertHosts, ...(mail ? [mail] : [])]);
  const rows: (Processing & { when: boolean })[] = [
    {
      activity: "orders",
      when: orders.length > 0,
      from: buyers,
      to: hosts("erp", orders),
      term: days(retention.buyers),
    },
    {
      activity: "invoices",
      when: invoices.length > 0,
      from: hosts("erp", invoices),
      to: hosts("channel", invoices),
      term: days(served),
    },
    { activity: "downloads", when: invoices.length > 0, from: [], to: [], term: days(retention.downloads) },
    {
      activity: "parcels",
      when: parcels.length > 0,
      from: hosts("channel", parcels),
      to: hosts("channel", parcels),
      term: days(retention.buyers),
    },
    { activity: "timeline", when: orders.length > 0, from: [], to: [], term: days(retention.timeline) },
    { activity: "people", when: true, from: [], to: [], term: days(retention.sessions) },
    { activity: "letters", when: letters.length > 0, from: [], to: letters, term: { kind: "not-kept" } },
    { activity: "record", when: true, from: [], to: [], term: { kind: "always" } },
    { activity: "keys", when: orders.length > 0, from: buyers, to: [], term: { kind: "always" } },
  ];
  return rows.filter(({ when }) => when).map(({ when: _, ...row }) => row);
}
