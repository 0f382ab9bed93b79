import type { NodeDetail } from "@session/sdk/indexer-api";
import { Amount, Banner, type BannerTone, Duration, defineMessages, Time, useT } from "@session/ui";
import { useChainNow } from "../../staking/useChainNow.ts";
import { type Advice, adviceOf } from "./model.ts";

const messages = defineMessages("portal.nodeAdvice", {
  rejected: "The network refused this registration",
  rejectedWhy: "{message} The stake can leave in full, without penalty or lock.",
  pendingOnL2: "The network hasn't seen the registration yet",
  pendingOnL2Why: "The contract has it; an appchain block carries it in a moment.",
  joining: "The network waits for this node",
  joiningWhy: "Its first proof puts it into service. If it stays like this, look at the node: session-node status.",
  decommissioned: "Out of service since {time}",
  decommissionedWhy:
    "It missed its checks: its own proofs, or its answers to the nodes that test it. It comes back by itself once it passes them, and earns nothing until then. Look at the node: session-node status. {left, select, none {It can be deregistered with any block now, and its stake locked.} other {Out of service for {credit} more, it is deregistered and its stake locked.}}",
  decommissionedLeaving: "Its exit was requested, too",
  decommissionedLeavingWhy: "It goes on leaving while it is out of service, and is let go {unlock}.",
  unlocking: "It is leaving",
  unlockingWhy:
    "It is let go {unlock}. Until then it must go on running: it earns, and a node that stops is penalised.",
  exitable: "The network let it go",
  exitableWhy:
    "Its stakes can return now, and anybody may send that transaction. From {liquidatable} on anyone may take it out for a part of the operator's stake instead.",
  deregistered: "Deregistered by the network",
  deregisteredWhy:
    "It was out of service longer than its credit allowed. Take it out before {liquidatable}: from then on anyone may, for a part of the operator's stake. Its stakes stay locked until {locked}, then they return.",
  liquidatable: "Anyone may take it out now",
  liquidatableWhy:
    "It wasn't taken out in time. Whoever does is paid {penalty} out of the operator's stake. Returning the stakes costs the operator nothing: be first.",
  locked: "Its stake is locked until {locked}",
  unknown: "Only the contract could be asked about this node",
  unknownWhy:
    "It holds the stake. Whether the node serves, earns or is being let go is known again once the indexer or a node answers.",
  unlocked: "The lock of its stake is over",
  unlockedWhy: "Anybody may send the withdrawal now; each stake goes to its staker.",
  lockedWhy: "Then anybody may send the withdrawal; each stake goes to its staker.",
});

const TONES: Readonly<Record<Advice, BannerTone>> = {
  ...{ rejected: "danger", decommissioned: "warn", decommissionedLeaving: "info", deregistered: "danger" },
  ...{
    pendingOnL2: "info",
    joining: "info",
    unlocking: "info",
    exitable: "warn",
    liquidatable: "danger",
    locked: "info",
    unlocked: "warn",
    unknown: "warn",
  },
};

/** What somebody who looks at this node should know, with the reason and the next step. */
export function NodeAdvice({ node }: { readonly node: NodeDetail }) {
  const t = useT(messages);
  const time = (at: number | null) => (at === null ? "…" : <Time at={at} />);
  const values = {
    time: time(node.lastDecommission?.at ?? null),
    message: node.registration?.message ?? "",
    left: (node.creditSec ?? 0) > 0 ? "some" : "none",
    credit: <Duration seconds={node.creditSec ?? 0} />,
    unlock: time(node.unlockAt),
    liquidatable: time(node.liquidatableFrom),
    locked: time(node.lockedUntil),
    penalty: node.penalty === null ? "…" : <Amount value={BigInt(node.penalty.liquidator)} />,
  };
  const nowSec = Math.floor(useChainNow());
  return adviceOf(node, nowSec).map((advice) => (
    <Banner key={advice} tone={TONES[advice]} title={t.rich(advice, values)}>
      {t.rich(`${advice}Why`, values)}
    </Banner>
  ));
}
