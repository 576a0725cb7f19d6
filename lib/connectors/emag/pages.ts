import type { z } from "zod";
import type { Client } from "@/lib/connectors/emag/client";
import { unexpected } from "@/lib/connectors/emag/verdict";
import { rowsOf } from "@/lib/connectors/emag/wire";

const itemsPerPage = 100;
const lastPage = 65_535;

export type Row<T> = { head: T; raw: unknown };

/**
 * All rows of a read, page by page, each id once. The end is a page that is not full, or one that brings nothing new,
 * because no total is promised (emag-api.md §1.4).
 */
export async function* pagesOf<S extends z.ZodType<{ id: string }>>(
  client: Client,
  route: string,
  filters: Record<string, unknown>,
  head: S,
  firstPage = 1,
): AsyncGenerator<Row<z.output<S>>[]> {
  const seen = new Set<string>();
  for (let currentPage = firstPage; currentPage <= lastPage; currentPage += 1) {
    const raws = rowsOf(await client.read(route, { ...filters, currentPage, itemsPerPage }));
    const rows = raws.map((raw) => ({ head: parseRow(head, raw), raw }));
    const news = rows.filter(({ head: { id } }) => !seen.has(id) && seen.add(id));
    if (news.length > 0) yield news;
    if (raws.length < itemsPerPage || news.length === 0) return;
  }
}

/** @throws ConnectorError `unexpected-answer` that names the fields, never their values */
export function parseRow<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw unexpected(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}
