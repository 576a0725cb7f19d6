/** `Field eq 'text'`, quotes doubled (acumatica-api.md §4.2). */
export function equals(field: string, value: string): string {
  return `${field} eq '${value.replaceAll("'", "''")}'`;
}

/** A whole day and its neighbours: in which zone a literal without offset is read is not documented (§4.2). */
export function around(field: string, from: string, to: string): string {
  const day = (text: string, by: number) =>
    new Date(Date.parse(`${text}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 19);
  return `${field} ge datetimeoffset'${day(from, -1)}' and ${field} le datetimeoffset'${day(to, 2)}'`;
}

/** Keeps the query under the 2048 characters IIS takes by default. */
const filterLength = 1600;

/** Records that pass `always` and one of the tests, which stay in their groups: as few filters as addresses hold. */
export function filterAnyOf(always: string, tests: string[][]): string[] {
  const filters: string[] = [];
  let batch: string[] = [];
  const close = () => {
    if (batch.length > 0) filters.push(`${always} and (${batch.join(" or ")})`);
    batch = [];
  };
  for (const group of tests) {
    if (encodeURIComponent([...batch, ...group].join(" or ")).length > filterLength) close();
    batch.push(...group);
  }
  close();
  return filters;
}

/** The query string, each value encoded as a whole, so that `+` arrives as `+` and not as a blank (§4.2). */
export function query(parameters: Record<string, string | number | undefined>): string {
  const parts = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** Path segments, each encoded: labels hold blanks (`SalesInvoice/Credit%20Memo/CM000012`, §4.3). */
export function path(...segments: string[]): string {
  return segments.map(encodeURIComponent).join("/");
}
