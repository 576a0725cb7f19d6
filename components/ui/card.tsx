import type { ReactNode } from "react";

type Props = { title?: ReactNode; aside?: ReactNode; flush?: boolean; className?: string; children: ReactNode };

export function Card({ title, aside, flush = false, className = "", children }: Props) {
  return (
    <section className={`rounded-lg border border-line bg-surface ${className}`}>
      {title ? (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line border-b px-4 py-2">
          <h2 className="font-semibold">{title}</h2>
          {aside}
        </header>
      ) : null}
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  );
}

export function PageTitle({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
      <div className="min-w-0">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {children}
      </div>
      {aside}
    </div>
  );
}

/** Nothing to show, and what to do about it. */
export function Empty({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-14 text-center">
      <p className="font-medium">{title}</p>
      {hint ? <p className="max-w-md text-muted">{hint}</p> : null}
      {children ? <div className="mt-3">{children}</div> : null}
    </div>
  );
}

/** Stands where content will be, so that nothing moves when it comes. */
export function Skeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className="animate-pulse space-y-3" aria-hidden="true">
      <div className="h-7 w-48 rounded-md bg-grey-soft" />
      <div className="rounded-lg border border-line bg-surface p-4">
        {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
          <div key={key} className="mb-3 h-5 rounded bg-grey-soft last:mb-0" />
        ))}
      </div>
    </div>
  );
}
