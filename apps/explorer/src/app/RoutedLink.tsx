import type { LinkProps } from "@session/ui";
import { Link } from "@tanstack/react-router";

/** Links of the shared components, taken by the router. */
export function RoutedLink({ href, ...rest }: LinkProps) {
  return <Link to={href} {...rest} />;
}
