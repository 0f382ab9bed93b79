/** ICU messages by key. */
export type Messages = Readonly<Record<string, string>>;

/** A catalogue in English: the source of its keys and the text where a translation is missing. */
export type Catalogue<M extends Messages = Messages> = { readonly name: string; readonly messages: M };

/**
 * Declares a catalogue; its keys become the only ones `useT(catalogue)` takes.
 * @param name unique per app and package: translations are found by it
 * @param messages key → ICU message in English
 * @example
 * const messages = defineMessages("stake", { join: "Join with {amount}" });
 * const t = useT(messages);
 * t("join", { amount: "25 SESH" });
 */
export function defineMessages<const M extends Messages>(name: string, messages: M): Catalogue<M> {
  return { name, messages };
}
