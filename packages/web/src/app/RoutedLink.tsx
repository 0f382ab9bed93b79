import type { LinkProps } from "@session/ui";
import { Link } from "@tanstack/react-router";

const EXACT = { exact: true } as const;

/** Links of the shared components, taken by the router. */
export function RoutedLink({ href, ...rest }: LinkProps) {
  // Only the very page counts as where the reader is: the router would mark "/" everywhere.
  return <Link to={href} activeOptions={EXACT} {...rest} />;
}
