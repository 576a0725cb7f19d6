"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import type { PlaceKey } from "@/components/shell/places";
import { Preferences } from "@/components/shell/preferences";
import { SellerSwitch } from "@/components/shell/seller-switch";
import { BottomNavigation, SideNavigation, useSellerHref } from "@/components/shell/side-navigation";
import { OfflineNote } from "@/components/stale-note";
import { Icon } from "@/components/ui/icons";
import { Popover } from "@/components/ui/popover";
import { useToast } from "@/components/ui/toast-provider";
import type { Role } from "@/lib/auth/roles";
import type { Theme } from "@/lib/text/locale";

type Props = {
  user: { name: string; email: string; role: Role; seller: string | null };
  sellers: { slug: string; name: string }[];
  /** Places this person has no right to, or that are not there. */
  hidden: readonly PlaceKey[];
  theme: Theme;
  setPreference: (form: FormData) => Promise<void>;
  children: ReactNode;
};

/** The frame around every page: a side bar on wide screens, a bar above and below on narrow ones. */
export function Frame({ user, sellers, hidden, theme, setPreference, children }: Props) {
  const t = useTranslations("nav");
  const seller = user.seller ? (
    <p className="truncate px-2.5 font-medium text-muted">{user.seller}</p>
  ) : (
    <SellerSwitch sellers={sellers} />
  );
  const account = <Account user={user} theme={theme} setPreference={setPreference} />;
  return (
    <div className="lg:flex">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:p-2"
      >
        {t("skip")}
      </a>
      <aside
        aria-label={t("account")}
        className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col gap-4 border-line border-r bg-surface p-3 lg:flex print:hidden"
      >
        <Brand />
        {seller}
        <SideNavigation hidden={hidden} />
        <div className="mt-auto">{account}</div>
      </aside>
      <header className="sticky top-0 z-30 flex h-13 items-center gap-3 border-line border-b bg-surface px-4 lg:hidden print:hidden">
        <Brand />
        <div className="ml-auto min-w-0 max-w-56">{seller}</div>
        <div className="shrink-0">{account}</div>
      </header>
      <main id="content" className="min-w-0 flex-1 px-4 pt-5 pb-24 lg:px-7 lg:pt-6 lg:pb-10">
        <div className="mx-auto max-w-[100rem]">{children}</div>
      </main>
      <OfflineNote />
      <BottomNavigation hidden={hidden} />
    </div>
  );
}

function Brand() {
  const href = useSellerHref();
  return (
    <Link href={href("/")} className="flex h-8 items-center gap-2 px-2 font-semibold tracking-tight">
      <Logo />
      MEGZO
    </Link>
  );
}

export function Logo() {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className="size-5 text-accent"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M3.5 18V6.5L9 13l5.5-6.5M20.5 6v11.5L15 11l-5.5 6.5" />
    </svg>
  );
}

function Account({ user, theme, setPreference }: Pick<Props, "user" | "theme" | "setPreference">) {
  const t = useTranslations();
  const toast = useToast();
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    try {
      const { signOut } = await import("next-auth/react");
      await signOut({ callbackUrl: "/sign-in" });
    } catch (error) {
      setLeaving(false);
      toast.failed(error);
    }
  };
  const row = "flex h-8 w-full items-center rounded-md px-2.5 text-left hover:bg-grey-soft";
  return (
    <Popover
      label={`${t("nav.account")}: ${user.name}`}
      button={
        <>
          <span className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-accent">
            <Icon name="person" />
          </span>
          <span className="hidden min-w-0 lg:block">
            <span className="block truncate font-medium leading-4">{user.name}</span>
            <span className="block truncate text-muted text-xs">{t(`role.${user.role}`)}</span>
          </span>
        </>
      }
      buttonClass="flex h-10 min-w-10 items-center justify-center gap-2.5 rounded-md text-left hover:bg-grey-soft lg:w-full lg:justify-start lg:px-2"
      panelClass="top-13 right-3 w-72 lg:top-auto lg:right-auto lg:bottom-15 lg:left-3"
    >
      <div className="px-2.5 py-2">
        <p className="truncate font-medium">{user.name}</p>
        <p className="truncate text-muted text-xs">{user.email}</p>
      </div>
      <div className="mb-1.5 border-line border-y px-2.5 py-2.5">
        <Preferences action={setPreference} theme={theme} />
      </div>
      <Link href="/profile" className={row}>
        {t("nav.profile")}
      </Link>
      <button type="button" onClick={leave} disabled={leaving} className={row}>
        {t("nav.signOut")}
      </button>
    </Popover>
  );
}
