"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useSellerHref } from "@/components/shell/side-navigation";
import { BufferInput } from "@/components/stock/buffer-input";
import { useAgo } from "@/components/ui/ago";
import { Mark, type Tone } from "@/components/ui/badge";
import type { OfferList, OfferState, OfferView } from "@/lib/db/stock/offer-list";

const tones: Record<OfferState, Tone> = {
  unknown: "grey",
  absent: "amber",
  held: "red",
  kept: "amber",
  refused: "red",
  drift: "amber",
  pending: "blue",
  published: "green",
  inactive: "grey",
  gone: "grey",
};

/** Which rows a person has chosen for a change of many. */
export type Choice = { chosen: Set<string>; toggle: (ids: string[], on: boolean) => void };

/** One row per offer: every figure of its published stock, each with its time. Cards on a phone, by style alone. */
export function OfferTable({ list, editable, choice }: { list: OfferList; editable: boolean; choice: Choice }) {
  const t = useTranslations("stock");
  const ids = list.offers.map(({ id }) => id);
  return (
    <div className="rounded-lg border border-line bg-surface max-md:border-0 max-md:bg-transparent">
      <table className="w-full table-fixed text-right max-md:block">
        <thead className="border-line border-b text-muted text-xs max-md:hidden">
          <tr>
            {editable ? (
              <th scope="col" className="w-10 py-2 pl-4 text-left">
                <Tick
                  label={t("bulk.selectAll")}
                  checked={ids.every((id) => choice.chosen.has(id))}
                  onChange={(on) => choice.toggle(ids, on)}
                />
              </th>
            ) : null}
            <th scope="col" className="px-4 py-2 text-left font-medium">
              {t("offer")}
            </th>
            <th scope="col" className="w-36 px-3 py-2 font-medium">
              {t("available")}
            </th>
            <th scope="col" className="w-22 px-3 py-2 font-medium">
              <abbr title={t("inFlightHint")} className="no-underline">
                {t("inFlight")}
              </abbr>
            </th>
            <th scope="col" className="w-28 px-3 py-2 font-medium">
              {t("buffer")}
            </th>
            <th scope="col" className="w-36 px-3 py-2 font-medium">
              {t("published")}
            </th>
            <th scope="col" className="w-36 px-3 py-2 font-medium">
              {t("seen")}
            </th>
            <th scope="col" className="w-40 px-4 py-2 text-left font-medium">
              {t("state")}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-md:block max-md:space-y-2 max-md:divide-y-0">
          {list.offers.map((offer) => (
            <Row key={offer.id} offer={offer} now={list.now} editable={editable} choice={choice} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Tick({ label, checked, onChange }: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      onChange={({ target }) => onChange(target.checked)}
      className="size-4 accent-accent-strong"
    />
  );
}

type RowProps = { offer: OfferView; now: string; editable: boolean; choice: Choice };

function Row({ offer, now, editable, choice }: RowProps) {
  const t = useTranslations("stock");
  const withSeller = useSellerHref();
  const ago = useAgo(now);
  return (
    <tr
      className="h-12 max-md:grid max-md:h-auto max-md:grid-cols-3 max-md:gap-x-3 max-md:gap-y-2 max-md:rounded-lg max-md:border max-md:border-line max-md:bg-surface max-md:p-3"
      data-sku={offer.sku}
    >
      {editable ? (
        <td className="py-1.5 pl-4 text-left max-md:hidden">
          <Tick
            label={t("bulk.select", { sku: offer.sku })}
            checked={choice.chosen.has(offer.id)}
            onChange={(on) => choice.toggle([offer.id], on)}
          />
        </td>
      ) : null}
      <td className="min-w-0 px-4 py-1.5 text-left max-md:col-span-3 max-md:p-0">
        <Link href={withSeller(`/stock/${offer.id}`)} className="block truncate font-medium hover:underline">
          {offer.sku}
        </Link>
        <span className="block truncate text-muted text-xs">{offer.name}</span>
      </td>
      <Figure
        label={t("available")}
        value={offer.available}
        note={offer.availableReadAt ? t("readAt", { ago: ago(offer.availableReadAt) }) : ""}
      />
      <Figure label={t("inFlight")} value={offer.inFlight} />
      <td className="px-3 py-1.5 max-md:p-0 max-md:text-left">
        <Label>{t("buffer")}</Label>
        <BufferInput offer={offer} editable={editable} />
      </td>
      <Figure
        label={t("published")}
        value={offer.published}
        strong
        note={offer.publishedAt ? t("sentAt", { ago: ago(offer.publishedAt) }) : ""}
      />
      <Figure label={t("seen")} value={offer.seen} note={offer.seenAt ? t("seenAt", { ago: ago(offer.seenAt) }) : ""} />
      <td className="px-4 py-1.5 text-left max-md:p-0">
        <Label>{t("state")}</Label>
        <Mark tone={tones[offer.state]}>{t(`is.${offer.state}`)}</Mark>
      </td>
    </tr>
  );
}

function Label({ children }: { children: ReactNode }) {
  return <span className="block text-muted text-xs md:hidden">{children}</span>;
}

type FigureProps = { label: string; value: number | null; note?: string; strong?: boolean };

function Figure({ label, value, note, strong = false }: FigureProps) {
  return (
    <td className="px-3 py-1.5 max-md:p-0 max-md:text-left">
      <Label>{label}</Label>
      <span className={`block ${strong ? "font-semibold" : ""} ${value === null ? "text-muted" : ""}`}>
        {value ?? "–"}
      </span>
      {note ? <span className="block truncate text-muted max-md:whitespace-normal text-xs">{note}</span> : null}
    </td>
  );
}
