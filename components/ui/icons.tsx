import type { ReactNode } from "react";

const paths = {
  overview: <path d="M3 12 12 4l9 8M5.5 10v9.5h13V10" />,
  orders: <path d="M4 6h16M4 12h16M4 18h10" />,
  stock: <path d="m12 3 8.5 4.5v9L12 21l-8.5-4.5v-9L12 3Zm0 9 8.5-4.5M12 12v9m0-9L3.5 7.5" />,
  fiscal: <path d="M6 3h9l4 4v14H6V3Zm8.5 0v4.5H19M9 12h7M9 16h7" />,
  connections: <path d="M9 7V3m6 4V3M6.5 7h11v4a5.5 5.5 0 0 1-11 0V7ZM12 16.5V21" />,
  alerts: <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15l1.5-2ZM10 21h4" />,
  mappings: <path d="M4 6h6c4 0 4 12 8 12h2m0 0-3-3m3 3-3 3M4 18h5m11-12h-6m6 0-3-3m3 3-3 3" />,
  more: <path d="M5 12h.1M12 12h.1M19 12h.1" strokeWidth={3} />,
  settings: (
    <path d="M4 7h9m5 0h2M4 17h2m5 0h9M15.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-7 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />
  ),
  sandbox: <path d="M9.5 3h5m-4 0v6L4.8 18.5A1.7 1.7 0 0 0 6.3 21h11.4a1.7 1.7 0 0 0 1.5-2.5L13.5 9V3M8 15h8" />,
  search: <path d="m20 20-4.2-4.2M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z" />,
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  failures: <path d="M8 3h8l5 5v8l-5 5H8l-5-5V8l5-5Zm4 4.5V13m0 3.2v.1" />,
  alert: (
    <path d="M12 8v5m0 3.2v.1M10.3 4.2 2.9 17.3A1.9 1.9 0 0 0 4.6 20h14.8a1.9 1.9 0 0 0 1.7-2.7L13.7 4.2a1.9 1.9 0 0 0-3.4 0Z" />
  ),
  doubt: <path d="M9 9.2a3 3 0 1 1 4.3 2.7c-.9.4-1.3 1-1.3 2M12 17.2v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z" />,
  clock: <path d="M12 7.5V12l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z" />,
  lock: <path d="M7.5 10.5V8a4.5 4.5 0 0 1 9 0v2.5M6 10.5h12V20H6v-9.5Z" />,
  copy: <path d="M9 9h11v11H9V9ZM5 15H4V4h11v1" />,
  retry: <path d="M4.5 12a7.5 7.5 0 0 1 13-5.1L20 9.5M20 4.5v5h-5M19.5 12a7.5 7.5 0 0 1-13 5.1L4 14.5m0 5v-5h5" />,
  left: <path d="m14.5 5.5-6.5 6.5 6.5 6.5" />,
  right: <path d="m9.5 5.5 6.5 6.5-6.5 6.5" />,
  down: <path d="m6 9.5 6 6 6-6" />,
  up: <path d="m6 14.5 6-6 6 6" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  people: (
    <path d="M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18 13.9a6.5 6.5 0 0 1 3.5 5.6" />
  ),
  audit: <path d="M6 3.5h12v17H6v-17ZM9 8h6M9 12h6M9 16h3" />,
  privacy: <path d="M12 3 5 6v5.5c0 4.4 2.9 8 7 9.5 4.1-1.5 7-5.1 7-9.5V6l-7-3Zm-3 9 2.2 2.2L15.5 10" />,
  person: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8.5a7.5 7.5 0 0 1 15 0" />,
  start: <path d="M6 21V4m0 0h11l-2.5 4L17 12H6" />,
  open: <path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof paths;

/** A line drawing in the text's colour; always decoration, its meaning stands beside it in words. */
export function Icon({ name, className = "size-4" }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`shrink-0 ${className}`}
    >
      {paths[name]}
    </svg>
  );
}
