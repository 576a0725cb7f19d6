"use client";

import { useId } from "react";

type Props = { label: string; checked: boolean; disabled?: boolean; onChange: (checked: boolean) => void };

export function Switch({ label, checked, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex min-h-9 items-center justify-between gap-3">
      <label htmlFor={id} className="font-medium text-[0.8125rem]">
        {label}
      </label>
      <input
        id={id}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox tells by itself whether it is on.
        role="switch"
        checked={checked}
        disabled={disabled}
        onChange={({ target }) => onChange(target.checked)}
        className="relative h-5 w-9 shrink-0 appearance-none rounded-full bg-line-strong transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-4 before:rounded-full before:bg-white before:shadow-sm before:transition-transform checked:bg-accent-strong checked:before:translate-x-4 disabled:opacity-60"
      />
    </div>
  );
}
