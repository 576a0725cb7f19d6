"use client";

import { useState } from "react";
import type { Choice } from "@/components/orders/order-table";

/** The ticked rows of a live list; a row that has left the page is no longer chosen. */
export function useChoice(shown: string[]): { ids: string[]; choice: Choice; clear: () => void } {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const ids = shown.filter((id) => ticked.has(id));
  const all = ids.length > 0 && ids.length === shown.length;
  const toggle = (id: string) =>
    setTicked((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const toggleAll = () => setTicked(new Set(all ? [] : shown));
  return { ids, choice: { has: (id) => ticked.has(id), toggle, toggleAll, all }, clear: () => setTicked(new Set()) };
}
