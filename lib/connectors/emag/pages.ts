import type { z } from "zod";
import { ConnectorError } from "@/lib/connectors/contract";
import { unexpected } from "@/lib/connectors/emag/classify-answer";
import type { Client } from "@/lib/connectors/emag/client";
import { rowsOf } from "@/lib/connectors/emag/wire";

const itemsPerPage = 100;
const lastPage = 65_535;

export type Row<T> = { head: T; raw: unknown };

/** How often a list that changes while it is read is read again, and up to how many pages that is worth its calls. */
const passes = 3;
const pagesWorthAPass = 20;

/**
 * All rows of a read, page by page, each id once. The end is a page that is not full, or one that brings nothing new,
 * because no total is promised (emag-api.md §1.4). A row that comes again on a later page shows that rows moved, so that
 * another may have slipped by: the pages are read again. Rows without a readable head go
 * into `sink`, or are reported after the last page.
 */
export async function* pagesOf<S extends z.ZodType<{ id: string }>>(
  client: Client,
  route: string,
  filters: Record<string, unknown>,
  head: S,
  firstPage = 1,
  sink?: Set<string>,
): AsyncGenerator<Row<z.output<S>>[]> {
  const seen = new Set<string>();
  const unreadable = sink ?? new Set<string>();
  for (let pass = 1; pass <= passes; pass += 1) {
    const ofPass = new Set<string>();
    let moved = false;
    let currentPage = firstPage;
    for (; currentPage <= lastPage; currentPage += 1) {
      const raws = rowsOf(await client.read(route, { ...filters, currentPage, itemsPerPage }));
      const rows = readable(head, raws, unreadable);
      const fresh = rows.filter(({ head: { id } }) => !seen.has(id) && seen.add(id));
      if (fresh.length > 0) yield fresh;
      moved ||= rows.some(({ head: { id } }) => ofPass.has(id));
      for (const row of rows) ofPass.add(row.head.id);
      if (raws.length < itemsPerPage) break;
      if (pass === 1 && fresh.length === 0) return sink ? undefined : report(unreadable);
    }
    if (!moved || currentPage - firstPage > pagesWorthAPass) break;
  }
  if (!sink) report(unreadable);
}

function readable<S extends z.ZodType>(head: S, raws: unknown[], unreadable: Set<string>): Row<z.output<S>>[] {
  return raws.flatMap((raw) => {
    try {
      return [{ head: parseRow(head, raw), raw }];
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      unreadable.add(error.problem.detail ?? "");
      return [];
    }
  });
}

function report(unreadable: Set<string>): void {
  if (unreadable.size > 0) throw unexpected([...unreadable].join("; "));
}

/** @throws ConnectorError `unexpected-answer` that names the fields, never their values */
export function parseRow<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw unexpected(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}
