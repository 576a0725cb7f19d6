import type { IconName } from "@/components/ui/icons";

/**
 * Every page of the desk, in the order of the navigation. Words are `nav.<key>`; the first group is the day's work, the
 * second what one sets up; `thumb` pages stand in a phone's bar, the others behind “More”.
 */
export const places = [
  { key: "overview", href: "/", group: "work", thumb: true },
  { key: "failures", href: "/failures", group: "work", thumb: true },
  { key: "orders", href: "/orders", group: "work", thumb: true },
  { key: "stock", href: "/stock", group: "work", thumb: true },
  { key: "fiscal", href: "/fiscal", group: "work", thumb: false },
  { key: "alerts", href: "/alerts", group: "work", thumb: true },
  { key: "start", href: "/start", group: "setup", thumb: false },
  { key: "connections", href: "/connections", group: "setup", thumb: false },
  { key: "mappings", href: "/mappings", group: "setup", thumb: false },
  { key: "settings", href: "/settings", group: "setup", thumb: false },
  { key: "people", href: "/users", group: "setup", thumb: false },
  { key: "privacy", href: "/privacy", group: "setup", thumb: false },
  { key: "audit", href: "/audit", group: "setup", thumb: false },
  { key: "sandbox", href: "/sandbox", group: "setup", thumb: false },
] as const satisfies { key: IconName; href: string; group: "work" | "setup"; thumb: boolean }[];

export type PlaceKey = (typeof places)[number]["key"];
