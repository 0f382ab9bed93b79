import type { ButtonHTMLAttributes } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { classNames } from "./classNames.ts";
import { Link, type LinkProps } from "./Link.tsx";

export type ButtonLook = {
  /** One `primary` per view; `danger` for what can't be undone. */
  variant?: "primary" | "secondary" | "quiet" | "danger";
  size?: "md" | "sm";
};

const BASE =
  "inline-flex items-center justify-center gap-2 rounded-md font-medium md:whitespace-nowrap transition-colors " +
  "disabled:cursor-not-allowed disabled:border-line disabled:bg-transparent disabled:text-faint";
/** Looks disabled, and can be reached by the keyboard all the same, so that its reason is heard. */
const BLOCKED = "cursor-not-allowed! border-line! bg-transparent! text-faint!";
const VARIANTS = {
  primary: "border border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border border-edge text-text hover:border-text",
  quiet: "border border-transparent text-text hover:bg-line",
  danger: "border border-transparent bg-danger text-on-danger hover:bg-danger-hover",
} as const;
const SIZES = { md: "min-h-10 px-4 py-1 text-sm", sm: "min-h-8 px-3 py-1 text-xs" } as const;

const look = ({ variant = "secondary", size = "md" }: ButtonLook) => classNames(BASE, VARIANTS[variant], SIZES[size]);

export type ButtonProps = ButtonLook & {
  /** Shows that it works on it and takes no second press; the focus stays. */
  busy?: boolean;
  /** Takes no press, keeps its place in the keyboard's order: for a reason that `aria-describedby` names. */
  blocked?: boolean;
} & ButtonHTMLAttributes<HTMLButtonElement>;

/** A button; `type="button"` unless said otherwise. */
export function Button(props: ButtonProps) {
  const { variant, size, busy = false, blocked = false, className, children, onClick, ...rest } = props;
  const t = useUiText();
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || blocked || undefined}
      onClick={busy || blocked ? (event) => event.preventDefault() : onClick}
      className={classNames(
        look({ ...(variant && { variant }), ...(size && { size }) }),
        blocked && BLOCKED,
        className,
      )}
      {...rest}
    >
      {busy && <span aria-hidden className="size-3 animate-wait rounded-full bg-current" />}
      {children}
      {busy && <span className="sr-only">{t("action.busy")}</span>}
    </button>
  );
}

/** A link that looks like a button: for going somewhere. */
export function ButtonLink({ variant, size, className, ...rest }: ButtonLook & LinkProps) {
  return (
    <Link className={classNames(look({ ...(variant && { variant }), ...(size && { size }) }), className)} {...rest} />
  );
}
