import { defineMessages } from "@session/ui";

export const exitMessages = defineMessages("portal.exit", {
  requestExit: "Request exit…",
  exit: "Return the stakes…",
  exitAfterWait: "Leave without the network…",
  withdrawLocked: "Withdraw…",
  from: "from {time}",
  escapeFrom: "without the network from {time}",
  checkpoint: "once the next checkpoint is signed",
  later: "once others have done their part",

  "title.requestExit": "Request the exit of node {id}",
  "title.exit": "Return the stakes of node {id}",
  "title.exitAfterWait": "Take node {id} out without the network",
  "title.withdrawLocked": "Withdraw the locked stakes of node {id}",
  "confirm.requestExit": "Request the exit",
  "confirm.exit": "Return the stakes",
  "confirm.lock": "Take it out",
  "confirm.exitAfterWait": "Take it out",
  "confirm.withdrawLocked": "Withdraw",

  "alone.requestExit": "Exiting returns {total} to {me} in {wait}, about {time}.",
  "shared.requestExit":
    "Exiting returns {total} in {wait}, about {time}: {mine} to {me} and the rest to {others, plural, one {# other contributor} other {# other contributors}}.",
  "alone.exit": "This returns {total} to {me} at once.",
  "shared.exit":
    "This returns {total} at once: {mine} to {me} and the rest to {others, plural, one {# other contributor} other {# other contributors}}.",
  "alone.lock":
    "This takes the node out. {total} of {me} stay locked until {time}, because the network deregistered the node; then they can be withdrawn.",
  "shared.lock":
    "This takes the node out. {total} of {me} and {others, plural, one {# other contributor} other {# other contributors}} stay locked until {time}, because the network deregistered the node; then they can be withdrawn.",
  "alone.exitAfterWait": "This takes the node out and returns {total} to {me} at once, whatever the network says.",
  "shared.exitAfterWait":
    "This takes the node out and returns {total} at once, whatever the network says: {mine} to {me} and the rest to {others, plural, one {# other contributor} other {# other contributors}}.",
  "alone.withdrawLocked": "The lock is over: this returns {total} to {me}.",
  "shared.withdrawLocked":
    "The lock is over: this returns {total}, {mine} to {me} and the rest to {others, plural, one {# other contributor} other {# other contributors}}.",

  "stranger.requestExit":
    "Exiting returns {total} in {wait}, about {time}, to {others, plural, one {its only contributor} other {its # contributors}}.",
  "stranger.exit":
    "This returns {total} to {others, plural, one {its only contributor} other {its # contributors}} at once; nothing goes to you.",
  "stranger.lock":
    "This takes the node out. {total} of {others, plural, one {its only contributor} other {its # contributors}} stay locked until {time}, because the network deregistered the node; nothing goes to you.",
  "stranger.exitAfterWait":
    "This takes the node out and returns {total} to {others, plural, one {its only contributor} other {its # contributors}} at once, whatever the network says; nothing goes to you.",
  "stranger.withdrawLocked":
    "The lock is over: this returns {total} to {others, plural, one {its only contributor} other {its # contributors}}; nothing goes to you.",

  you: "you",
  vesting: "your vesting contract {address}",
  meanwhile: "Until then the node must go on running: it earns, and a node that stops can be penalised.",
  noWayBack: "This can't be taken back.",
  whoAsks: "Every contributor may ask. All stakes leave together.",
  noConsent:
    "The contract lets every stake go {wait} after its exit was requested, even if all nodes of the network were gone. Nobody has to agree.",
  stops: "From then on the node earns nothing. You can switch it off once the transaction is final.",
  anyone: "Anybody may send this; the stakes go to their owners alone.",
  shares: "Who gets what",
});
