import { IntlMessageFormat } from "intl-messageformat";
import { createElement, Fragment, type ReactNode } from "react";
import type { Messages } from "./defineMessages.ts";
import { isPseudoLocale, toPseudo } from "./pseudoLocale.ts";

/** What a message's placeholders take; money and times come as text, already formatted. */
export type MessageValue = string | number | boolean | Date | null | undefined;
/** Placeholders and tags of a rich message: nodes, or functions that wrap the text between `<tag>` and `</tag>`. */
export type RichValue = MessageValue | ReactNode | ((chunks: ReactNode) => ReactNode);

export type Translate<M extends Messages> = {
  /** The message in the reader's language. */
  (key: keyof M & string, values?: Readonly<Record<string, MessageValue>>): string;
  /** The same with React nodes for placeholders and tags. */
  rich(key: keyof M & string, values: Readonly<Record<string, RichValue>>): ReactNode;
};

const compiled = new Map<string, IntlMessageFormat>();

function compile(message: string, locale: string): IntlMessageFormat {
  const id = `${locale}\u0000${message}`;
  const known = compiled.get(id);
  if (known !== undefined) return known;
  const format = isPseudoLocale(locale)
    ? new IntlMessageFormat(toPseudo(message), "en")
    : new IntlMessageFormat(message, locale);
  compiled.set(id, format);
  return format;
}

/** The parts of a message as one node: spread, they need no keys. */
function together(parts: unknown): ReactNode {
  return Array.isArray(parts) ? createElement(Fragment, null, ...parts) : (parts as ReactNode);
}

/**
 * Binds a catalogue to a language.
 * @param translated messages of the language; a key it lacks is shown in English
 * @throws SyntaxError of the ICU parser when a message is malformed; `findMessageFaults` finds those in tests
 */
export function translator<M extends Messages>(english: M, translated: Messages | undefined, locale: string) {
  const find = (key: keyof M & string) => {
    const own = translated?.[key];
    return own === undefined && !isPseudoLocale(locale)
      ? compile(english[key] ?? key, "en")
      : compile(own ?? english[key] ?? key, locale);
  };
  const translate = (key: keyof M & string, values?: Readonly<Record<string, MessageValue>>) =>
    String(find(key).format(values));
  const rich = (key: keyof M & string, values: Readonly<Record<string, RichValue>>): ReactNode => {
    const wrapped = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "function" ? (chunks: ReactNode[]) => value(together(chunks)) : value,
    ]);
    return together(find(key).format<ReactNode>(Object.fromEntries(wrapped)));
  };
  return Object.assign(translate, { rich }) as Translate<M>;
}
