import type { Page } from "@/lib/auth/access";
import type { Messages } from "../../../lib/text/messages/en";

type Shown = { name: string; title: ((words: Messages) => string) | null };

/**
 * Every page of the desk by its line in lib/auth/access.ts, with its heading; null where the heading is what
 * the page is about. A page that is not here fails the types, and so does one that is no more.
 */
export const everyPage: Record<Page, Shown> = {
  "/": { name: "overview", title: ({ overview }) => overview.title },
  "/failures": { name: "failures", title: ({ failures }) => failures.title },
  "/failures/count": { name: "count", title: ({ counts }) => counts.title },
  "/orders": { name: "orders", title: ({ orders }) => orders.title },
  "/orders/[id]": { name: "order", title: null },
  "/stock": { name: "stock", title: ({ stock }) => stock.title },
  "/stock/[id]": { name: "offer", title: null },
  "/stock/drift": { name: "stock-drift", title: null },
  "/stock/matching": { name: "stock-matching", title: null },
  "/stock/rules": { name: "stock-rules", title: null },
  "/fiscal": { name: "fiscal", title: ({ fiscal }) => fiscal.title },
  "/alerts": { name: "alerts", title: ({ alerts }) => alerts.title },
  "/start": { name: "start", title: ({ start }) => start.title },
  "/connections": { name: "connections", title: ({ connections }) => connections.title },
  "/mappings": { name: "mappings", title: ({ mappings }) => mappings.title },
  "/settings": { name: "settings", title: ({ settings }) => settings.title },
  "/users": { name: "people", title: ({ people }) => people.title },
  "/privacy": { name: "privacy", title: ({ privacy }) => privacy.title },
  "/audit": { name: "record", title: ({ audit }) => audit.title },
  "/profile": { name: "account", title: ({ profile }) => profile.title },
  "/sandbox": { name: "sandbox", title: null },
};
