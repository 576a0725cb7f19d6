"use client";

import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { SearchBox } from "@/components/ui/search-box";
import type { OfferFilter, OfferList } from "@/lib/db/stock/offer-list";

const shown: OfferFilter[] = ["all", "held", "absent", "drift", "refused"];

/** Which offers: the filters stand in the address, so that a link shows a colleague the same rows. */
export function OfferFilters({ counts }: { counts: OfferList["counts"] }) {
  const t = useTranslations("stock");
  const search = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const chosen = search.get("show") ?? "all";
  const addressWith = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    const query = next.toString();
    return query ? `${path}?${query}` : path;
  };
  return (
    <div className="mb-3 flex flex-wrap items-center gap-3">
      <nav
        aria-label={t("filters")}
        className="-mx-4 flex max-w-[calc(100%+2rem)] gap-1 overflow-x-auto px-4 py-0.5 lg:mx-0 lg:px-0"
      >
        {shown.map((name) => (
          <Link
            key={name}
            href={addressWith("show", name === "all" ? "" : name)}
            aria-current={chosen === name ? "true" : undefined}
            className={`flex h-8 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 font-medium ${chosen === name ? "bg-surface text-ink ring-1 ring-line-strong" : "text-muted hover:bg-grey-soft hover:text-ink"}`}
          >
            {t(`show.${name}`)}
            {name !== "all" && counts[name] > 0 ? <span className="text-xs">{counts[name]}</span> : null}
          </Link>
        ))}
      </nav>
      <SearchBox
        label={t("searchHint")}
        value={search.get("q") ?? ""}
        onSearch={(text) => router.replace(addressWith("q", text))}
        className="w-full sm:ml-auto sm:w-80"
      />
    </div>
  );
}
