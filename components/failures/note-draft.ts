import { useSyncExternalStore } from "react";

export type NoteDraft = { assignee: string; due: string; comment: string };

const placeOf = (key: string) => `note-draft/${key}`;

/** A browser that keeps nothing for a page loses a draft as before, and nothing else. */
function inStore<T>(use: (store: Storage) => T): T | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}

export const keepDraft = (key: string, draft: NoteDraft) =>
  inStore((store) => store.setItem(placeOf(key), JSON.stringify(draft)));

export const dropDraft = (key: string) => inStore((store) => store.removeItem(placeOf(key)));

const never = () => () => {};

/** What was begun about this cause in this tab and neither saved nor cancelled; the list around it comes and goes. */
export function useKeptDraft(key: string): NoteDraft | null {
  const text = useSyncExternalStore(
    never,
    () => inStore((store) => store.getItem(placeOf(key))),
    () => null,
  );
  return text ? (JSON.parse(text) as NoteDraft) : null;
}
