"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { Icon } from "@/components/ui/icons";

const places = [
  { key: "overview", href: "/" },
  { key: "orders", href: "/orders" },
  { key: "stock", href: "/stock" },
  { key: "connections", href: "/connections" },
  { key: "settings", href: "/settings" },
  { key: "sandbox", href: "/sandbox" },
] as const;

/** Keeps the chosen seller while one goes from page to page. */
export function useSellerHref(): (href: string) => string {
  const seller = useSearchParams().get("seller");
  return (href) => (seller ? `${href}${href.includes("?") ? "&" : "?"}seller=${encodeURIComponent(seller)}` : href);
}

function usePlaces(sandbox: boolean) {
  const path = usePathname();
  const withSeller = useSellerHref();
  return places
    .filter(({ key }) => sandbox || key !== "sandbox")
    .map(({ key, href }) => ({
      key,
      href: withSeller(href),
      here: href === "/" ? path === "/" : path.startsWith(href),
    }));
}

export function SideNavigation({ sandbox }: { sandbox: boolean }) {
  const t = useTranslations("nav");
  return (
    <nav aria-label={t("main")} className="flex flex-col gap-0.5">
      {usePlaces(sandbox).map(({ key, href, here }) => (
        <Link
          key={key}
          href={href}
          aria-current={here ? "page" : undefined}
          className={`flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium ${here ? "bg-accent-soft text-accent" : "text-muted hover:bg-grey-soft hover:text-ink"}`}
        >
          <Icon name={key} />
          {t(key)}
        </Link>
      ))}
    </nav>
  );
}

/** The thumb's navigation on a phone. */
export function BottomNavigation({ sandbox }: { sandbox: boolean }) {
  const t = useTranslations("nav");
  return (
    <nav
      aria-label={t("main")}
      className="fixed inset-x-0 bottom-0 z-40 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {usePlaces(sandbox).map(({ key, href, here }) => (
        <Link
          key={key}
          href={href}
          aria-current={here ? "page" : undefined}
          className={`flex min-w-0 flex-1 flex-col items-center gap-0.5 py-2 text-[0.625rem] ${here ? "font-medium text-accent" : "text-muted"}`}
        >
          <Icon name={key} className="size-5" />
          <span className="max-w-full truncate px-0.5">{key === "overview" ? t("overviewShort") : t(key)}</span>
        </Link>
      ))}
    </nav>
  );
}
