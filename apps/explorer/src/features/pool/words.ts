import { defineMessages } from "@session/ui";

/** States of a pool. */
export const poolStateMessages = defineMessages("explorer.poolStates", {
  waiting: "waiting for its operator",
  open: "open",
  full: "full, not registered yet",
  finalized: "its node is registered",
});
