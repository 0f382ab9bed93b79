import { IntlMessageFormat } from "intl-messageformat";
import type { Catalogue, Messages } from "./defineMessages.ts";

export type MessageFault = {
  key: string;
  /** Not ICU · the catalogue has no such key · the language lacks it · its placeholders differ from English. */
  code: "MESSAGE_MALFORMED" | "MESSAGE_UNKNOWN" | "MESSAGE_MISSING" | "MESSAGE_ARGUMENTS";
};

type Element = {
  value?: unknown;
  options?: Record<string, { value: readonly unknown[] }>;
  children?: readonly unknown[];
};

/** Names of placeholders and tags; literals and "#" have none. */
function namesIn(elements: readonly unknown[]): string[] {
  return elements.flatMap((entry) => {
    const { type, value, options, children } = entry as Element & { type: number };
    const isNamed = typeof value === "string" && type !== LITERAL;
    return [
      ...(isNamed ? [value] : []),
      ...Object.values(options ?? {}).flatMap((option) => namesIn(option.value)),
      ...namesIn(children ?? []),
    ];
  });
}

/** The parser's type of plain text. */
const LITERAL = 0;

/** Placeholders and tags of an ICU message, sorted; undefined if it is malformed. */
export function argumentsOf(message: string): readonly string[] | undefined {
  try {
    return [...new Set(namesIn(new IntlMessageFormat(message, "en").getAst()))].sort();
  } catch {
    return undefined;
  }
}

/**
 * What is wrong with a catalogue, or with its translation into a language. For the tests of whoever defines messages.
 * @param translated messages of one language; only the English ones are looked at without it
 */
export function findMessageFaults(catalogue: Catalogue, translated?: Messages): MessageFault[] {
  const english = Object.entries(catalogue.messages).flatMap(([key, message]): MessageFault[] =>
    argumentsOf(message) === undefined ? [{ key, code: "MESSAGE_MALFORMED" }] : [],
  );
  if (translated === undefined) return english;
  const missing = Object.keys(catalogue.messages)
    .filter((key) => translated[key] === undefined)
    .map((key): MessageFault => ({ key, code: "MESSAGE_MISSING" }));
  const wrong = Object.entries(translated).flatMap(([key, message]): MessageFault[] => {
    const source = catalogue.messages[key];
    if (source === undefined) return [{ key, code: "MESSAGE_UNKNOWN" }];
    const names = argumentsOf(message);
    if (names === undefined) return [{ key, code: "MESSAGE_MALFORMED" }];
    return names.join() === argumentsOf(source)?.join() ? [] : [{ key, code: "MESSAGE_ARGUMENTS" }];
  });
  return [...english, ...missing, ...wrong];
}
