import { shortenHex } from "../format/shortenHex.ts";
import { CopyButton } from "./CopyButton.tsx";
import { Link } from "./Link.tsx";

export type HexProps = {
  /** The whole value; goes to the clipboard. */
  value: string;
  /** A name known for it, shown instead. */
  label?: string | undefined;
  href?: string | undefined;
  /** Without it the value is followed by a copy button. */
  copy?: boolean | undefined;
  /** Whole instead of first 6 … last 4. */
  full?: boolean | undefined;
  /** What it is, for the copy button's name. */
  thing: string;
};

/** Bytes in hex: what `Address` and `Key` share. */
export function Hex({ value, label, href, copy = true, full = false, thing }: HexProps) {
  const shown =
    label === undefined ? (
      <code
        dir="ltr"
        className={full ? "font-mono text-[0.93em] break-all" : "font-mono text-[0.93em] whitespace-nowrap"}
      >
        {full ? value : shortenHex(value)}
      </code>
    ) : (
      <span>{label}</span>
    );
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      {href === undefined ? (
        <span title={value}>{shown}</span>
      ) : (
        <Link href={href} title={value}>
          {shown}
        </Link>
      )}
      {copy && <CopyButton text={value} thing={`${thing} ${label ?? shortenHex(value)}`} />}
    </span>
  );
}
