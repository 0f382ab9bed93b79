import { defineMessages, useT } from "@session/ui";

/** Why the network takes a node out of service or lets it go: the appchain's reasons in words. */
const messages = defineMessages("explorer.reasons", {
  "not-ready": "it never said that it was ready",
  voluntary: "its exit was asked for",
  deregistered: "out of service for too long",
  rejected: "its registration was refused",
  missed: "the appchain had missed it",
  none: "none was given",
});
type Known = keyof typeof messages.messages;

/** What says a reason; one that this explorer has no words for is shown as it is. */
export function useReason(): (reason: string | null) => string {
  const t = useT(messages);
  return (reason) => {
    if (reason === null) return t("none");
    return Object.hasOwn(messages.messages, reason) ? t(reason as Known) : reason;
  };
}
