/** Wall-clock arithmetic in the instance's time zone: the API writes dates with that zone's offset (acumatica-api.md §3.2). */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      dateStyle: "short",
      timeStyle: "medium",
    });
    formatters.set(zone, found);
  }
  return found;
}

/** Offset of the zone from UTC at a moment, in minutes. */
function offsetMinutes(zone: string, at: number): number {
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((wall - Math.floor(at / 1000) * 1000) / 60_000);
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** `2026-03-02T10:15:42.317+02:00` */
export function momentText(zone: string, at: number): string {
  const offset = offsetMinutes(zone, at);
  return new Date(at + offset * 60_000).toISOString().replace("Z", offsetText(offset));
}

/** The calendar day of a moment, `YYYY-MM-DD`. */
export const dayOf = (zone: string, at: number): string => momentText(zone, at).slice(0, 10);

/** Epoch milliseconds of a wall-clock text without an offset. */
export function atWall(zone: string, wall: string): number {
  const guess = Date.parse(`${wall.length === 10 ? `${wall}T00:00:00` : wall}Z`);
  const first = guess - offsetMinutes(zone, guess) * 60_000;
  return guess - offsetMinutes(zone, first) * 60_000;
}

/** `2026-03-02T00:00:00+02:00` */
export function dayText(zone: string, day: string): string {
  return `${day}T00:00:00${offsetText(offsetMinutes(zone, atWall(zone, day)))}`;
}

const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/i;

/** Epoch milliseconds of an ISO text, with an offset or in the zone's wall clock; undefined when it is neither. */
export function parseMoment(zone: string, value: string): number | undefined {
  if (!iso.test(value)) return undefined;
  const hasOffset = /(Z|[+-]\d{2}:\d{2})$/i.test(value) && value.length > 10;
  const at = hasOffset ? Date.parse(value) : atWall(zone, value.replace(" ", "T").replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(at) ? undefined : at;
}
