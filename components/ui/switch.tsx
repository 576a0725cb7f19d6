"use client";

import { Switch as Base } from "@base-ui/react/switch";
import { useId } from "react";

type Props = { label: string; checked: boolean; disabled?: boolean; onChange: (checked: boolean) => void };

export function Switch({ label, checked, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex min-h-9 items-center justify-between gap-3">
      <label id={`${id}-label`} htmlFor={id} className="font-medium text-[0.8125rem]">
        {label}
      </label>
      <Base.Root
        id={id}
        aria-labelledby={`${id}-label`}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="relative h-5 w-9 shrink-0 rounded-full bg-line-strong transition-colors data-checked:bg-accent-strong data-disabled:opacity-60"
      >
        <Base.Thumb className="absolute top-0.5 left-0.5 size-4 rounded-full bg-white shadow-sm transition-transform data-checked:translate-x-4" />
      </Base.Root>
    </div>
  );
}
