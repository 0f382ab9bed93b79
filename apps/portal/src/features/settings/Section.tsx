import type { ReactNode } from "react";

export type SectionProps = { readonly title: string; readonly why?: ReactNode; readonly children: ReactNode };

/** A part of the settings: what it is for, then its controls. */
export function Section({ title, why, children }: SectionProps) {
  return (
    <section className="flex flex-col gap-4 border-t border-line pt-6">
      <header className="flex flex-col gap-1">
        <h2 className="text-lg">{title}</h2>
        {why !== undefined && <p className="max-w-prose text-muted">{why}</p>}
      </header>
      {children}
    </section>
  );
}
