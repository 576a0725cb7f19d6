import { mayConfigure, mayRead, mayRetry, mayUnmask, type Role } from "@/lib/auth/roles";

/** The key of a route that has no session: each such route compares its key itself, in constant time. */
export type Key =
  | "anybody"
  | "token in the body"
  | "sign-in form"
  | "cron secret"
  | "metrics token"
  | "token in the address";

/**
 * Every route of the API, with who may call it: one line a method. `withUser` and `withKey` take the line as their
 * first argument; lib/house.test.ts fails for a route that has none, e2e/scenarios/operations/access.test.ts calls
 * every line as everyone.
 */
export const routeAccess = {
  "GET /api/alerts": mayRead,
  "PATCH /api/alerts/settings": mayConfigure,
  "POST /api/alerts/test": mayConfigure,
  "GET /api/connections": mayRead,
  "POST /api/connections": mayConfigure,
  "PATCH /api/connections/[id]": mayConfigure,
  "POST /api/connections/[id]/test": mayRetry,
  "GET /api/connections/[id]/lists": mayConfigure,
  "POST /api/integrations": mayConfigure,
  "POST /api/integrations/[id]/dry-run": mayConfigure,
  "PATCH /api/integrations/[id]": mayConfigure,
  "POST /api/integrations/[id]/sync": mayRetry,
  "POST /api/mappings/[id]": mayConfigure,
  "POST /api/mappings/[id]/preview": mayRead,
  "GET /api/offers": mayRead,
  "GET /api/offers/[id]": mayRead,
  "PATCH /api/offers/[id]": mayConfigure,
  "GET /api/orders": mayRead,
  "GET /api/orders/[id]": mayRead,
  "GET /api/orders/views": mayRead,
  "POST /api/orders/views": mayRead,
  "DELETE /api/orders/views/[id]": mayRead,
  "GET /api/orders/[id]/invoices/[invoiceId]": mayRead,
  "POST /api/orders/[id]/invoices/[invoiceId]": mayRetry,
  "GET /api/orders/[id]/label": mayRead,
  "POST /api/orders/[id]/parcel": mayRetry,
  "POST /api/orders/[id]/release-lock": mayRetry,
  "POST /api/orders/[id]/retry": mayRetry,
  "POST /api/orders/[id]/unmask": mayUnmask,
  "GET /api/onboarding": mayRead,
  "GET /api/overview": mayRead,
  "GET /api/overview/flow": mayRead,
  "GET /api/sandbox": mayRetry,
  "POST /api/sandbox": mayRetry,
  "GET /api/counts": mayRead,
  "POST /api/integrations/[id]/errands": mayConfigure,
  "GET /api/failures": mayRead,
  "GET /api/failures/orders": mayRead,
  "POST /api/connections/[id]/rotate-webhook": mayConfigure,
  "POST /api/failures/check": mayRetry,
  "POST /api/failures/note": mayRetry,
  "POST /api/failures/retry": mayRetry,
  "POST /api/orders/[id]/difference": mayRetry,
  "POST /api/orders/act": mayRetry,
  "POST /api/integrations/[id]/stock/brake": mayRetry,
  "PATCH /api/integrations/[id]/stock/offers": mayConfigure,
  "POST /api/integrations/[id]/stock/preview": mayConfigure,
  "GET /api/integrations/[id]/stock/table": mayRead,
  "POST /api/integrations/[id]/stock/table": mayConfigure,
  "GET /api/stock/drifts": mayRead,
  "GET /api/stock/matching": mayRead,
  "GET /api/audit": mayRetry,
  "GET /api/audit/table": mayRetry,
  "GET /api/privacy": mayConfigure,
  "POST /api/privacy/find": mayConfigure,
  "POST /api/privacy/export": mayConfigure,
  "POST /api/privacy/erase": mayConfigure,
  "PATCH /api/privacy/retention": mayConfigure,
  "GET /api/profile": mayRead,
  "POST /api/profile/password": mayRead,
  "POST /api/profile/second-factor": mayRead,
  "DELETE /api/profile/sessions/[id]": mayRead,
  "GET /api/users": mayConfigure,
  "POST /api/users": mayConfigure,
  "PATCH /api/users/[id]": mayConfigure,
  "POST /api/users/[id]/link": mayConfigure,

  "POST /api/password-link": "token in the body",
  "GET /api/auth/[...nextauth]": "sign-in form",
  "POST /api/auth/[...nextauth]": "sign-in form",
  "GET /api/cron/sync": "cron secret",
  "GET /api/health": "anybody",
  "GET /api/metrics": "metrics token",
  "GET /api/webhooks/[connection]/[token]": "token in the address",
  "POST /api/webhooks/[connection]/[token]": "token in the address",
  "GET /files/invoices/[token]/[name]": "token in the address",
  "HEAD /files/invoices/[token]/[name]": "token in the address",
} as const satisfies Record<string, readonly Role[] | Key>;

/** Every page of the desk, with who may open it; `requirePage` takes the line as its first argument. */
export const pageAccess = {
  "/audit": mayRetry,
  "/privacy": mayConfigure,
  "/profile": mayRead,
  "/users": mayConfigure,
  "/": mayRead,
  "/alerts": mayRead,
  "/connections": mayRead,
  "/failures": mayRead,
  "/failures/count": mayRead,
  "/mappings": mayRead,
  "/fiscal": mayRead,
  "/orders": mayRead,
  "/orders/[id]": mayRead,
  "/sandbox": mayRead,
  "/settings": mayRead,
  "/start": mayRead,
  "/stock": mayRead,
  "/stock/[id]": mayRead,
  "/stock/drift": mayRead,
  "/stock/matching": mayRead,
  "/stock/rules": mayRead,
} as const satisfies Record<string, readonly Role[]>;

type Routes = typeof routeAccess;
export type Page = keyof typeof pageAccess;
export type UserRoute = { [R in keyof Routes]: Routes[R] extends Key ? never : R }[keyof Routes];
export type KeyRoute = Exclude<keyof Routes, UserRoute>;

/** The parameters in a route's address: `{ id: string }` of `GET /api/orders/[id]`. */
export type ParamsOf<Route extends string> = Route extends `${string}[...${infer Name}]`
  ? Record<Name, string[]>
  : Route extends `${string}[${infer Name}]${infer Rest}`
    ? Record<Name, string> & ParamsOf<Rest>
    : unknown;
