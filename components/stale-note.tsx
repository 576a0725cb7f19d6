"use client";

import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";

/** Says that what one sees may be old; lies over the page's edge, so that nothing moves when it comes or goes. */
export function StaleNote({ stale }: { stale: boolean }) {
  const t = useTranslations("common");
  return (
    <div role="status">
      {stale ? (
        <p className="fixed inset-x-4 bottom-18 z-40 mx-auto w-fit max-w-[calc(100%-2rem)] rounded-md border border-amber bg-amber-soft px-3 py-2 font-medium text-amber shadow-lg lg:bottom-4 print:hidden">
          {t("stale")}
        </p>
      ) : null}
    </div>
  );
}

function subscribe(changed: () => void): () => void {
  for (const event of ["online", "offline"]) window.addEventListener(event, changed);
  return () => {
    for (const event of ["online", "offline"]) window.removeEventListener(event, changed);
  };
}

/** The same for every page when the browser itself has no network: then nothing is even asked, so nothing fails. */
export function OfflineNote() {
  const offline = useSyncExternalStore(
    subscribe,
    () => !navigator.onLine,
    () => false,
  );
  return <StaleNote stale={offline} />;
}
