import { type ComponentType, createContext, type ReactNode, use } from "react";

export type LinkProps = {
  href: string;
  className?: string | undefined;
  title?: string | undefined;
  "aria-current"?: "page" | undefined;
  onClick?: (() => void) | undefined;
  children: ReactNode;
};

const LinkContext = createContext<ComponentType<LinkProps> | undefined>(undefined);

/** Lets the app's router take the links of this package's components: give it a component that takes `href`. */
export function LinkProvider({ component, children }: { component: ComponentType<LinkProps>; children: ReactNode }) {
  return <LinkContext value={component}>{children}</LinkContext>;
}

const LINK = "underline decoration-faint underline-offset-4 hover:decoration-current";

/** A link: through the app's router for paths, in a new tab for other sites. */
export function Link({ href, className = LINK, ...rest }: LinkProps) {
  const Routed = use(LinkContext);
  if (/^[a-z]+:/i.test(href)) return <a href={href} className={className} target="_blank" rel="noreferrer" {...rest} />;
  return Routed === undefined ? (
    <a href={href} className={className} {...rest} />
  ) : (
    <Routed href={href} className={className} {...rest} />
  );
}
