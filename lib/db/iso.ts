/** A time as the API writes it: ISO 8601 in UTC. */
export type Iso = string;

export function iso(date: Date): Iso;
export function iso(date: Date | null | undefined): Iso | null;
export function iso(date: Date | null | undefined): Iso | null {
  return date ? date.toISOString() : null;
}
