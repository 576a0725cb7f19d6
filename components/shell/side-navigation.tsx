"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { type PlaceKey, places } from "@/components/shell/places";
import { Icon } from "@/components/ui/icons";
import { Popover } from "@/components/ui/popover";

/** Keeps the chosen seller while one goes from page to page. */
export function useSellerHref(): (href: string) => string {
  const seller = useSearchParams().get("seller");
  return (href) => (seller ? `${href}${href.includes("?") ? "&" : "?"}seller=${encodeURIComponent(seller)}` : href);
}

function usePlaces(hidden: readonly PlaceKey[]) {
  const path = usePathname();
  const withSeller = useSellerHref();
  return places
    .filter(({ key }) => !hidden.includes(key))
    .map((place) => ({
      ...place,
      href: withSeller(place.href),
      here: place.href === "/" ? path === "/" : path.startsWith(place.href),
    }));
}

export function SideNavigation({ hidden }: { hidden: readonly PlaceKey[] }) {
  const t = useTranslations("nav");
  const all = usePlaces(hidden);
  return (
    <nav aria-label={t("main")} className="flex flex-col gap-4">
      {(["work", "setup"] as const).map((group) => (
        <div key={group} className="flex flex-col gap-0.5">
          {all
            .filter((place) => place.group === group)
            .map(({ key, href, here }) => (
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
        </div>
      ))}
    </nav>
  );
}

const thumbClass = (here: boolean) =>
  `flex min-w-0 flex-1 flex-col items-center gap-0.5 py-2 text-[0.625rem] ${here ? "font-medium text-accent" : "text-muted"}`;

/** The thumb's navigation on a phone: the day's work, and everything else behind “More”. */
export function BottomNavigation({ hidden }: { hidden: readonly PlaceKey[] }) {
  const t = useTranslations("nav");
  const all = usePlaces(hidden);
  const rest = all.filter(({ thumb }) => !thumb);
  return (
    <nav
      aria-label={t("main")}
      className="fixed inset-x-0 bottom-0 z-40 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      {all
        .filter(({ thumb }) => thumb)
        .map(({ key, href, here }) => (
          <Link key={key} href={href} aria-current={here ? "page" : undefined} className={thumbClass(here)}>
            <Icon name={key} className="size-5" />
            <span className="max-w-full truncate px-0.5">{key === "overview" ? t("overviewShort") : t(key)}</span>
          </Link>
        ))}
      <Popover
        button={
          <>
            <Icon name="more" className="size-5" />
            {t("more")}
          </>
        }
        buttonClass={thumbClass(rest.some(({ here }) => here))}
        panelClass="right-2 bottom-[calc(3.75rem+env(safe-area-inset-bottom))] w-56"
      >
        {rest.map(({ key, href, here }) => (
          <Link
            key={key}
            href={href}
            aria-current={here ? "page" : undefined}
            className={`flex h-11 items-center gap-3 rounded-md px-2.5 hover:bg-grey-soft ${here ? "font-medium text-accent" : ""}`}
          >
            <Icon name={key} />
            {t(key)}
          </Link>
        ))}
      </Popover>
    </nav>
  );
}
