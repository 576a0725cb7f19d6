"use client";

import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { inputClass } from "@/components/ui/field";
import type { SourceLeaf } from "@/lib/domain/mappings/scope";

type Props = { label: string; value: string; leaves: SourceLeaf[]; onChange: (path: string) => void };

const most = 60;

/** Finds a value of the order by its path or by what stands there; arrow keys and Enter choose. */
export function SourcePicker({ label, value, leaves, onChange }: Props) {
  const t = useTranslations("mappings");
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const wanted = (search ?? "").trim().toLowerCase();
  const found = leaves.filter((leaf) => `${leaf.path} ${leaf.value}`.toLowerCase().includes(wanted)).slice(0, most);
  const open = search !== null;
  const choose = (path: string) => {
    onChange(path);
    setSearch(null);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") setSearch(null);
    if (event.key === "Enter" && open) {
      event.preventDefault();
      choose(found[at]?.path ?? (search || value));
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(found.length - 1, at + step));
    setSearch(search ?? "");
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  return (
    <div className="relative min-w-0">
      <label htmlFor={id} className="mb-1 block font-medium text-[0.8125rem]">
        {label}
      </label>
      <input
        id={id}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && found[at] ? `${id}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        className={`${inputClass} font-mono`}
        value={search ?? value}
        onFocus={() => setAt(0)}
        onChange={({ target }) => {
          setSearch(target.value);
          setAt(0);
        }}
        onKeyDown={press}
        onBlur={() => {
          if (search) onChange(search.trim());
          setSearch(null);
        }}
      />
      {open ? (
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          className="absolute inset-x-0 z-30 mt-1 max-h-72 overflow-auto rounded-md border border-line-strong bg-raised py-1 shadow-xl"
        >
          {found.length === 0 ? <div className="px-3 py-2 text-muted">{t("noSource")}</div> : null}
          {found.map((leaf, index) => (
            <div
              key={leaf.path}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              tabIndex={-1}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(leaf.path);
              }}
              className={`flex cursor-pointer justify-between gap-3 px-3 py-1 ${index === at ? "bg-grey-soft" : ""}`}
            >
              <span className="truncate font-mono text-xs">{leaf.path}</span>
              <span className="max-w-[45%] truncate text-muted text-xs">{leaf.empty ? t("empty") : leaf.value}</span>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
