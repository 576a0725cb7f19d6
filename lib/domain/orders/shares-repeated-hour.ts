const inIt = /^(\d{4}-10-(?:2[5-9]|3[01])) 0[23]:/;

/** The day of a stamp in the hour that a clock in Central or Eastern Europe shows twice when summer time ends; else null. */
function repeatedDay(stamp: string): string | null {
  const day = inIt.exec(stamp)?.[1];
  return day && new Date(`${day}T00:00:00Z`).getUTCDay() === 0 ? day : null;
}

/**
 * Whether two stamps of a channel's local clock (`YYYY-MM-DD HH:MM:SS`) lie in the hour that it shows twice: which of them is
 * the later one they do not say (emag-api.md §4.2).
 */
export function sharesRepeatedHour(a: string, b: string): boolean {
  const day = repeatedDay(a);
  return day !== null && day === repeatedDay(b);
}
