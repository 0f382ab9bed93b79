import { Address, Amount, Key, Time } from "@session/ui";
import type { ReactNode } from "react";
import { splitName } from "./happenings.ts";
import { useReason } from "./reasons.ts";

export type DetailTextProps = {
  readonly detail: Readonly<Record<string, unknown>>;
  readonly without?: readonly string[];
};

/** Arguments that are base units of SESH, whatever the event. */
const AMOUNTS = new Set([
  "amount",
  "contributed",
  "deposit",
  "returned",
  "lifetimeRewards",
  "totalPaidOut",
  "stakingRequirement",
  "claimCap",
  "liquidatorPenalty",
  "poolPenalty",
]);

const IS_TIME = /(At|Until|until)$/;

/** Arguments of an event by name: addresses and hashes short with copy, the rest as it is. */
export function DetailText({ detail, without = [] }: DetailTextProps) {
  // A time of 0 is the contracts' word for never: a stake that isn't locked.
  const says = ([name, value]: [string, unknown]) => !(IS_TIME.test(name) && String(value) === "0");
  const entries = Object.entries(detail).filter((entry) => !without.includes(entry[0]) && says(entry));
  if (entries.length === 0) return null;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-4 text-muted">
      {entries.map(([name, value]) => (
        <span key={name} className="inline-flex items-baseline gap-1">
          <span className="text-xs">{splitName(name)}</span> <Value value={value} name={name} />
        </span>
      ))}
    </span>
  );
}

function Value({ value, name }: { readonly value: unknown; readonly name: string }): ReactNode {
  const reasonOf = useReason();
  if (Array.isArray(value)) return <span>{value.length}</span>;
  if (typeof value === "object" && value !== null)
    return (
      <span className="inline-flex flex-wrap gap-x-3">
        <DetailText detail={value as Record<string, unknown>} />
      </span>
    );
  const text = String(value);
  if (AMOUNTS.has(name) && /^\d+$/.test(text)) return <Amount value={BigInt(text)} className="text-text" />;
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return <Address value={text} href={`/address/${text}`} />;
  if (/^0x[0-9a-fA-F]{20,}$/.test(text)) return <Key value={text} thing={name} />;
  if (IS_TIME.test(name) && /^\d{9,11}$/.test(text)) return <Time at={Number(text)} />;
  // Keys that a contract keeps as numbers.
  if (/^\d{30,}$/.test(text)) return <Key value={text} thing={name} />;
  return <span className="text-text">{name === "reason" ? reasonOf(text) : text}</span>;
}
