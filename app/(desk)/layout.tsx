import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { setPreference } from "@/app/preferences";
import { ProblemWordsProvider } from "@/components/problem-text";
import { Frame } from "@/components/shell/frame";
import { type PlaceKey, places } from "@/components/shell/places";
import { pageAccess } from "@/lib/auth/access";
import { currentUser } from "@/lib/auth/current-user";
import type { Role } from "@/lib/auth/roles";
import { sellersFor } from "@/lib/auth/scope";
import { problemWords } from "@/lib/text/failures/problem-words";
import { requestLocale, requestTheme } from "@/lib/text/messages/request";

function mayOpen(key: PlaceKey, href: keyof typeof pageAccess, role: Role): boolean {
  const roles: readonly Role[] = pageAccess[href];
  return roles.includes(role) && (key !== "sandbox" || Boolean(process.env.SANDBOX_EMAG_URL));
}

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  if (!user) redirect("/sign-in");
  const [sellers, theme, locale] = await Promise.all([sellersFor(user), requestTheme(), requestLocale()]);
  const { name, email, role } = user;
  return (
    <Frame
      user={{ name, email, role, seller: user.seller?.name ?? null }}
      sellers={sellers}
      hidden={places.filter(({ key, href }) => !mayOpen(key, href, role)).map(({ key }) => key)}
      theme={theme}
      setPreference={setPreference}
    >
      <ProblemWordsProvider words={problemWords[locale]}>{children}</ProblemWordsProvider>
    </Frame>
  );
}
