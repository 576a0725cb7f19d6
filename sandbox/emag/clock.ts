/**
 * eMAG's wall clock. Timestamps on the wire are `YYYY-MM-DD HH:MM:SS` in Europe/Bucharest (emag-api.md §4.2, presumed);
 * they sort as text, so times are compared as text except across the autumn hour.
 */
const bucharest = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Bucharest",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** Epoch milliseconds as Bucharest local time, `YYYY-MM-DD HH:MM:SS`. */
export function localTime(epochMs: number): string {
  return bucharest.format(epochMs);
}

const pattern = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;

/** Whether the text is a real `YYYY-MM-DD HH:MM:SS`. */
export function isTimestamp(text: string): boolean {
  return pattern.test(text) && !Number.isNaN(Date.parse(`${text.replace(" ", "T")}Z`));
}

/** The same wall time one calendar month later, the longest window a read accepts (§4.2). */
export function monthLater(text: string): string {
  const date = new Date(`${text.replace(" ", "T")}Z`);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + 1);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.toISOString().slice(0, 19).replace("T", " ");
}

/** The local calendar day after `epochMs`, `YYYY-MM-DD`: the earliest pick-up of a return (§6.1). */
export function tomorrow(epochMs: number): string {
  const today = new Date(`${localTime(epochMs).slice(0, 10)}T00:00:00Z`);
  return new Date(today.getTime() + 86_400_000).toISOString().slice(0, 10);
}
