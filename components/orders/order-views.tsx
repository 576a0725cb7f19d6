"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { getJson, sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { SavedView } from "@/lib/db/orders/saved-views";

const address = "/api/orders/views";

/** What a view keeps of the list's address: its filters, not its page nor the seller looked at. */
function filterOf(search: URLSearchParams): string {
  const kept = new URLSearchParams(search);
  for (const name of ["after", "seller"]) kept.delete(name);
  kept.sort();
  return kept.toString();
}

/** A person's own filters of the list, one click each; the filter in force can be kept under a name. */
export function OrderViews() {
  const t = useTranslations("orders.views");
  const search = useSearchParams();
  const path = usePathname();
  const views = useQuery({ queryKey: [address], queryFn: () => getJson<SavedView[]>(address) });
  const filter = filterOf(search);
  const seller = search.get("seller");
  const isKept = views.data?.some(({ query }) => query === filter) ?? true;
  const linkTo = (query: string) => `${path}?${query}${seller ? `&seller=${encodeURIComponent(seller)}` : ""}`;
  if (!views.data?.length && (filter === "" || isKept)) return null;
  return (
    <div className="mb-3 flex min-h-8 flex-wrap items-center gap-1.5">
      <span className="text-muted text-xs">{t("mine")}</span>
      {views.data?.map((view) => (
        <Chip key={view.id} view={view} href={linkTo(view.query)} here={view.query === filter} />
      ))}
      {filter !== "" && !isKept ? <Keep query={filter} /> : null}
    </div>
  );
}

function Chip({ view, href, here }: { view: SavedView; href: string; here: boolean }) {
  const t = useTranslations("orders.views");
  const toast = useToast();
  const client = useQueryClient();
  const forget = useMutation({
    mutationFn: () => sendJson("DELETE", `${address}/${view.id}`),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries({ queryKey: [address] }),
  });
  const look = here ? "bg-accent-soft text-accent" : "bg-grey-soft text-ink hover:brightness-95";
  return (
    <span className={`inline-flex h-7 items-center rounded-full text-[0.8125rem] ${look}`}>
      <Link href={href} aria-current={here ? "true" : undefined} className="max-w-48 truncate py-1 pl-3">
        {view.name}
      </Link>
      <button
        type="button"
        aria-label={t("forget", { name: view.name })}
        disabled={forget.isPending}
        onClick={() => forget.mutate()}
        className="grid size-7 place-items-center text-muted hover:text-ink"
      >
        <Icon name="close" className="size-3" />
      </button>
    </span>
  );
}

/** Names the filter in force. */
function Keep({ query }: { query: string }) {
  const t = useTranslations("orders.views");
  const toast = useToast();
  const client = useQueryClient();
  const [name, setName] = useState<string | null>(null);
  const keep = useMutation({
    mutationFn: () => sendJson("POST", address, { name, query }),
    onSuccess: () => setName(null),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries({ queryKey: [address] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name?.trim()) keep.mutate();
  };
  if (name === null)
    return (
      <Button look="quiet" small onClick={() => setName("")}>
        {t("keep")}
      </Button>
    );
  return (
    <form onSubmit={submit} className="flex items-center gap-1.5">
      <Input
        aria-label={t("name")}
        placeholder={t("name")}
        value={name}
        maxLength={40}
        autoFocus
        onChange={({ target }) => setName(target.value)}
        onKeyDown={({ key }) => key === "Escape" && setName(null)}
        className="h-7 w-44"
      />
      <Button type="submit" look="primary" small disabled={keep.isPending || !name.trim()}>
        {t("save")}
      </Button>
    </form>
  );
}
