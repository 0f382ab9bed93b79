import type { RegistrationFault, SdkErrorDetail } from "@session/sdk";
import type { indexerRoutes } from "@session/sdk/indexer-api";
import type { Words } from "./contractErrors.ts";

type Routes = (typeof indexerRoutes)[keyof typeof indexerRoutes];
type RouteProblem = Extract<Routes, { readonly problems: readonly string[] }>["problems"][number];
/** Codes every API answers with. */
type CommonProblem =
  | "INVALID_PARAMETER"
  | "MALFORMED_BODY"
  | "BODY_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "BAD_REQUEST"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "RATE_LIMITED"
  | "INTERNAL";
type FaucetProblem = "AMOUNT_TOO_LARGE" | "FAUCET_FAILED";
export type ApiCode = RouteProblem | CommonProblem | FaucetProblem | RegistrationFault["code"];

const PORTAL_FAULT: Words = [
  "The portal asked in a way the server doesn't take.",
  "Reload the page; if it stays, report it.",
];
const LATER = "Wait a minute, then try again.";
const ASK_NODE = "Run session-node register on the node again.";

/** One without words here doesn't compile. */
export const apiWords: Readonly<Record<ApiCode, Words>> = {
  INVALID_PARAMETER: ["The server doesn't take what was entered.", "Check the input, then try again."],
  MALFORMED_BODY: PORTAL_FAULT,
  BODY_TOO_LARGE: PORTAL_FAULT,
  UNSUPPORTED_MEDIA_TYPE: PORTAL_FAULT,
  BAD_REQUEST: PORTAL_FAULT,
  METHOD_NOT_ALLOWED: PORTAL_FAULT,
  NOT_FOUND: ["The network knows nothing of this (yet).", "Check the address of the page, or try again in a moment."],
  RATE_LIMITED: ["Too many requests came from here.", LATER],
  INTERNAL: ["Something failed inside the server.", "Try again; if it stays, report it."],
  L2_UNAVAILABLE: ["The server can't reach the L2 at the moment.", LATER],
  PROVIDER_DOWN: ["The server can't reach the L2 at the moment.", LATER],
  TOO_MANY_STREAMS: ["Too many pages of this portal are open.", "Close some, then reload."],
  WRONG_CHAIN: ["The registration is for another chain.", ASK_NODE],
  WRONG_CONTRACT: ["The registration is for another network.", ASK_NODE],
  BLS_KEY_INVALID: ["The node's BLS key isn't valid.", ASK_NODE],
  ED25519_SIGNATURE_INVALID: ["The node's signature doesn't fit.", ASK_NODE],
  PROOF_OF_POSSESSION_INVALID: ["The node's proof of its key doesn't fit.", ASK_NODE],
  ALREADY_REGISTERED: ["This node is registered already.", "Look for it under My stakes."],
  KEY_IN_POOL: ["This node is in a pool already.", "Finish or cancel that pool first."],
  TOO_MANY_REGISTRATIONS: ["The server keeps no more registrations for this operator.", "Delete some you don't need."],
  QUOTA_EXCEEDED: ["The server has no room for more from here.", LATER],
  DEADLINE_INVALID: ["The signature's time is over, or too far ahead.", "Sign again."],
  SIGNATURE_INVALID: ["The signature isn't the operator's.", "Connect the operator's account, then sign again."],
  WEBHOOK_URL_INVALID: ["The address for notices isn't valid.", "Enter a full https address."],
  WEBHOOK_NOT_PUBLIC: ["The address for notices isn't public.", "Enter an address the internet can reach."],
  WEBHOOK_UNRESOLVED: ["The host for notices can't be found.", "Check its name."],
  TOO_MANY_ALERTS: ["There are as many notices as this address may have.", "Delete one first."],
  ALERT_DISABLED: ["This notice was switched off after too many failures.", "Make a new one."],
  AMOUNT_TOO_LARGE: ["The faucet doesn't give this much at a time.", "Ask for less."],
  FAUCET_FAILED: ["The faucet couldn't send.", LATER],
};

/** Errors of the SDK's own; `API_PROBLEM` and `CONTRACT_REVERTED` carry a code of their own. */
export const sdkWords: Readonly<Record<Exclude<SdkErrorDetail["code"], "API_PROBLEM" | "CONTRACT_REVERTED">, Words>> = {
  API_UNREACHABLE: ["The server doesn't answer.", "Check your connection; the portal keeps trying."],
  API_MALFORMED: [
    "The server answered something this portal doesn't understand.",
    "Reload the page for a newer version.",
  ],
  TRANSACTION_FAILED: ["The transaction was mined and failed: something came in between.", "Try again."],
  NOTHING_TO_CLAIM: ["Nothing was paid.", "Wait for the next checkpoint, then claim again."],
  NOT_LIQUIDATABLE: ["This node can't be liquidated (yet).", "Look at the time shown for it."],
  NOT_A_POOL: ["This address is no pool of this network.", "Don't send tokens to it. Choose a pool from the list."],
};
