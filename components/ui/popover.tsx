"use client";

import { type MouseEvent, type ReactNode, useId } from "react";

type Props = {
  /** What the button says to those who do not see it; without it, its own words. */
  label?: string;
  button: ReactNode;
  buttonClass: string;
  /** Where the panel stands in the window, and how wide it is. */
  panelClass: string;
  children: ReactNode;
};

/**
 * A button and the panel it opens, by the browser's own means: Escape and a click elsewhere close it, Tab goes on from
 * the button into the panel, and a reader is told whether it is open. Following a link in it closes it too.
 */
export function Popover({ label, button, buttonClass, panelClass, children }: Props) {
  const id = useId();
  const closeAfterLink = ({ target, currentTarget }: MouseEvent<HTMLDivElement>) => {
    if (target instanceof Element && target.closest("a")) currentTarget.hidePopover();
  };
  return (
    <>
      <button type="button" popoverTarget={id} aria-label={label} className={buttonClass}>
        {button}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it listens to its links, which have their own keys. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click. */}
      <div
        id={id}
        popover="auto"
        onClick={closeAfterLink}
        className={`inset-auto rounded-lg border border-line-strong bg-raised p-1.5 text-ink shadow-xl ${panelClass}`}
      >
        {children}
      </div>
    </>
  );
}
