"use client";

import { useEffect, useRef, useState } from "react";
import { inputClass } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";

type Props = { label: string; value: string; onSearch: (text: string) => void; className?: string };

const pauseMs = 250;

/** Searches when the typing pauses. */
export function SearchBox({ label, value, onSearch, className = "" }: Props) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(value);

  useEffect(() => {
    // Somebody else changed the address (a link, the back button): show what holds now.
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim();
      onSearch(next.trim());
    }, pauseMs);
  };

  return (
    <div className={`relative ${className}`}>
      <Icon name="search" className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={({ target }) => change(target.value)}
        className={`${inputClass} pl-8`}
      />
    </div>
  );
}
