import "server-only";
import { notFound, redirect } from "next/navigation";
import { type Page, pageAccess } from "@/lib/auth/access";
import { type CurrentUser, currentUser } from "@/lib/auth/current-user";
import { type Abilities, abilitiesOf, type Role } from "@/lib/auth/roles";
import { type Scope, scopeOf } from "@/lib/auth/scope";
import { touchSession } from "@/lib/auth/sessions";
import { database } from "@/lib/db/client";
import type { FlowContext } from "@/lib/flows/engine/context";
import { webContext } from "@/lib/flows/engine/web-context";

export type Search = Record<string, string | undefined>;

export type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export type PageAccess = { user: CurrentUser; abilities: Abilities; scope: Scope; search: Search; ctx: FlowContext };

/**
 * Who looks at a page, at whose rows, with what right; every page calls it, because a layout does not run again when
 * only the page below it changes. A new page first gets its line in lib/auth/access.ts; a role that is not in it gets a
 * 404.
 */
export async function requirePage(page: Page, searchParams: PageProps["searchParams"]): Promise<PageAccess> {
  const user = await currentUser();
  if (!user) redirect("/sign-in");
  if (user.secondFactor === "missing" && page !== "/profile") redirect("/profile");
  await touchSession(database().db, user.sessionId);
  const roles: readonly Role[] = pageAccess[page];
  if (!roles.includes(user.role)) notFound();
  const asked = await searchParams;
  const search = Object.fromEntries(
    Object.entries(asked).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
  return {
    user,
    abilities: abilitiesOf(user.role),
    scope: await scopeOf(user, search.seller),
    search,
    ctx: webContext(user),
  };
}

/** The API address that answers what a page shows, with the parts of its own address that matter. */
export function liveUrl(route: string, search: Search, names: string[]): string {
  const kept = new URLSearchParams();
  for (const name of names) if (search[name]) kept.set(name, search[name]);
  const query = kept.toString();
  return query ? `${route}?${query}` : route;
}
