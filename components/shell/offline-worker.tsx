"use client";

import { useEffect } from "react";

/** Lets the browser keep the page it shows without a network; draws nothing. */
export function OfflineWorker() {
  useEffect(() => {
    // Over plain http browsers have no such workers, except on this very machine.
    if (process.env.NODE_ENV === "production") navigator.serviceWorker?.register("/offline-worker.js").catch(() => {});
  }, []);
  return null;
}
