import type { ReactNode } from "react";

export type EmptyStateProps = {
  title: ReactNode;
  /** Why it is empty, in a sentence. */
  children?: ReactNode;
  /** The first step: a button or a link. */
  action?: ReactNode;
};

/** Shown where there is nothing yet; offers the first step. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-2 py-4">
      <p className="text-base font-medium">{title}</p>
      {children !== undefined && <p className="max-w-prose text-muted">{children}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
