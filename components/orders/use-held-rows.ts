"use client";

import { useEffect, useState } from "react";

/**
 * Keeps a live list still under the reader's eyes: while they have scrolled down, rows that appear at the top wait and
 * are counted; at the top of the page they show at once.
 */
export function useHeldRows<Row extends { id: string }>(rows: Row[], key: string) {
  const [shown, setShown] = useState<{ key: string; ids: Set<string> }>({
    key,
    ids: new Set(rows.map(({ id }) => id)),
  });
  const known = shown.key === key ? shown.ids : new Set(rows.map(({ id }) => id));
  const firstKnown = rows.findIndex(({ id }) => known.has(id));
  const fresh = firstKnown > 0 ? rows.slice(0, firstKnown) : [];
  const show = () => setShown({ key, ids: new Set(rows.map(({ id }) => id)) });

  useEffect(() => {
    if (window.scrollY < 120) setShown({ key, ids: new Set(rows.map(({ id }) => id)) });
  }, [rows, key]);

  return { visible: fresh.length > 0 ? rows.slice(firstKnown) : rows, waiting: fresh.length, show };
}
