import { SdkError } from "@session/sdk";
import { defineMessages } from "@session/ui";

export const explainMessages = defineMessages("explorer.explain", {
  NOT_FOUND: "The network knows nothing of this.",
  "NOT_FOUND.next": "Check the address of the page; what has just happened may show in a moment.",
  INVALID_PARAMETER: "The address of this page isn't one the network can have.",
  "INVALID_PARAMETER.next": "Check it, or search for what you look for.",
  RATE_LIMITED: "Too many requests came from here.",
  "RATE_LIMITED.next": "Wait a minute, then try again.",
  L2_UNAVAILABLE: "The indexer can't reach the L2 at the moment.",
  "L2_UNAVAILABLE.next": "Try again in a minute.",
  API_UNREACHABLE: "The server can't be reached.",
  "API_UNREACHABLE.next": "Check your connection, then try again.",
  API_MALFORMED: "The server answered something this explorer doesn't understand.",
  "API_MALFORMED.next": "Reload the page; if it stays, explorer and server are of different versions.",
  NO_NODE_API: "The network names no public node API, so nothing can be verified past the indexer.",
  "NO_NODE_API.next": "Whoever runs this site can name some in its config.json.",
  NO_CERTIFICATE: "The node that was asked holds no certificate of this checkpoint.",
  "NO_CERTIFICATE.next": "Too few nodes have signed it so far, or it is too old for that node.",
  NO_EXIT: "No certified checkpoint says that this node may leave.",
  "NO_EXIT.next": "It hasn't been let go, or its stake has left already; its page tells which.",
  NO_LIQUIDATION: "This node can't be liquidated yet, so there is no proof of it.",
  "NO_LIQUIDATION.next": "Look at its page for the time from which it can.",
  NOTHING_TO_CLAIM: "This address has no rewards in the newest checkpoint.",
  "NOTHING_TO_CLAIM.next": "Check the address; what was just earned is in the next checkpoint.",
  RPC: "The L2's RPC didn't answer as it should.",
  "RPC.next": "Try again; if it stays, the RPC of this site is down or forgets too soon.",
  UNKNOWN: "Something failed inside this page.",
  "UNKNOWN.next": "Reload it; if it stays, report it.",
});
type Code = Exclude<keyof typeof explainMessages.messages, `${string}.next`>;

export type Explanation = { readonly code: Code; readonly shown: string };

function isCode(code: string): code is Code {
  return Object.hasOwn(explainMessages.messages, code);
}

/** What an error is called: the key of its words, and the code for the small print. */
export function explain(error: unknown): Explanation {
  if (error instanceof SdkError) {
    const { detail } = error;
    const code = detail.code === "API_PROBLEM" ? detail.apiCode : detail.code;
    if (isCode(code)) return { code, shown: code };
    if (detail.code === "API_PROBLEM" && detail.status === 404) return { code: "NOT_FOUND", shown: code };
    return { code: "UNKNOWN", shown: code };
  }
  const own = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (isCode(own)) return { code: own, shown: own };
  // viem's errors all carry their version.
  if (error instanceof Error && "shortMessage" in error) return { code: "RPC", shown: error.name };
  return { code: "UNKNOWN", shown: error instanceof Error ? error.name : "UNKNOWN" };
}
