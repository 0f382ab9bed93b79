import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { Link } from "./Link.tsx";

export type NavItem = {
  href: string;
  label: ReactNode;
  /** The reader is on it, or on a page under it. */
  current?: boolean;
  /** Stands under "More" on wide screens, so that the row stays short. */
  minor?: boolean;
};

const IN_ROW = "inline-flex h-10 items-center gap-1 border-b-2 whitespace-nowrap";
const IN_LIST = "flex min-h-10 items-center border-s-2 px-3";
const HERE = "border-accent font-medium text-text";
const ELSEWHERE = "border-transparent text-muted hover:text-text";

type NavLinkProps = { item: NavItem; className: string; onFollow?: () => void };

function NavLink({ item: { href, label, current = false }, className, onFollow }: NavLinkProps) {
  return (
    <Link
      href={href}
      className={`${className} ${current ? HERE : ELSEWHERE}`}
      aria-current={current ? "page" : undefined}
      onClick={onFollow}
    >
      {label}
    </Link>
  );
}

type DisclosureProps = {
  label: string;
  items: readonly NavItem[];
  className: string;
  buttonClassName: string;
};

/** A button that shows links under it; Escape, a link, and going on to something else close it. */
function Disclosure({ label, items, className, buttonClassName }: DisclosureProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen) return;
    // A press on what takes no focus isn't heard as leaving.
    const close = ({ target }: PointerEvent) => {
      if (target instanceof Node && place.current?.contains(target) === false) setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen) return;
    setOpen(false);
    button.current?.focus();
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears what its button and links let through.
    <div ref={place} className={className} onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className={buttonClassName}
      >
        {label}
        <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 fill-none stroke-current stroke-[1.5]">
          <path d={isOpen ? "M4 10l4-4 4 4" : "M4 6l4 4 4-4"} />
        </svg>
      </button>
      <ul
        id={id}
        hidden={!isOpen}
        className="absolute end-0 z-40 mt-px min-w-48 animate-appear rounded-md border border-line bg-raised py-2 shadow-md"
      >
        {items.map((item) => (
          <li key={item.href}>
            <NavLink item={item} className={IN_LIST} onFollow={() => setOpen(false)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A row of links with the minor ones under "More"; on narrow screens all of them under "Menu". */
export function PageNav({ items }: { items: readonly NavItem[] }) {
  const t = useUiText();
  const minor = items.filter((item) => item.minor === true);
  return (
    <nav aria-label={t("page.nav")} className="md:order-last md:w-full lg:order-none lg:w-auto lg:flex-auto">
      <ul className="flex flex-wrap gap-x-5 max-md:hidden">
        {items
          .filter((item) => item.minor !== true)
          .map((item) => (
            <li key={item.href}>
              <NavLink item={item} className={IN_ROW} />
            </li>
          ))}
        {minor.length > 0 && (
          <li>
            <Disclosure
              label={t("page.more")}
              items={minor}
              className="relative"
              buttonClassName={`${IN_ROW} ${minor.some(({ current }) => current) ? HERE : ELSEWHERE}`}
            />
          </li>
        )}
      </ul>
      <Disclosure
        label={t("page.menu")}
        items={items}
        className="relative md:hidden"
        buttonClassName="inline-flex h-8 items-center gap-1 rounded-md border border-edge px-3 text-xs font-medium"
      />
    </nav>
  );
}
