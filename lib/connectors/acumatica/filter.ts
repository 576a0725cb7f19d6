/** `Field eq 'text'`, quotes doubled (acumatica-api.md §4.2). */
export function equals(field: string, value: string): string {
  return `${field} eq '${value.replaceAll("'", "''")}'`;
}

export function either(tests: string[]): string {
  return `(${tests.join(" or ")})`;
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
