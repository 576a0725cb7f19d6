"use client";

import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { SearchBox } from "@/components/ui/search-box";
import type { OrderGroup } from "@/lib/db/orders/order-group";
import type { OrderList } from "@/lib/db/orders/order-list";

const groups: OrderGroup[] = ["needs-person", "in-doubt", "in-progress", "set-aside", "done"];
const tones: Partial<Record<OrderGroup, string>> = { "needs-person": "text-red", "in-doubt": "text-amber" };

/** The list's filters stand in the address: a link shows a colleague the same rows. */
export function OrderFilters({ counts }: { counts: OrderList["counts"] }) {
  const t = useTranslations();
  const search = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const chosen = search.get("state") ?? "all";

  const addressWith = (changes: Record<string, string>) => {
    const next = new URLSearchParams(search);
    next.delete("after");
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const query = next.toString();
    return query ? `${path}?${query}` : path;
  };

  return (
    <div className="mb-3 flex flex-wrap items-center gap-3">
      <nav
        aria-label={t("orders.filters")}
        className="-mx-4 flex max-w-[calc(100%+2rem)] gap-1 overflow-x-auto px-4 py-0.5 lg:mx-0 lg:px-0"
      >
        {(["all", ...groups] as const).map((group) => {
          const count = group === "all" || group === "done" ? 0 : counts[group];
          const here = chosen === group;
          return (
            <Link
              key={group}
              href={addressWith({ state: group === "all" ? "" : group })}
              aria-current={here ? "true" : undefined}
              className={`flex h-8 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 font-medium ${here ? "bg-surface text-ink ring-1 ring-line-strong" : "text-muted hover:bg-grey-soft hover:text-ink"}`}
            >
              {t(`group.${group}`)}
              {count > 0 ? <span className={`text-xs ${tones[group as OrderGroup] ?? ""}`}>{count}</span> : null}
            </Link>
          );
        })}
      </nav>
      <SearchBox
        label={t("orders.searchHint")}
        value={search.get("q") ?? ""}
        onSearch={(q) => router.replace(addressWith({ q }))}
        className="w-full sm:ml-auto sm:w-80"
      />
    </div>
  );
}
