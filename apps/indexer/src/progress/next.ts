import type { Preset } from "@session/protocol";
import type { TransactionProgress } from "@session/sdk/indexer-api";

/** What the estimate of a transaction's next stage rests on. Times are unix seconds. */
export type Pace = {
  readonly preset: Preset;
  readonly secPerL2Block: number;
  readonly nowSec: number;
  /** Time of the newest appchain block the indexer has. */
  readonly headTime: number | undefined;
};
type Position = Pick<TransactionProgress, "stage" | "mined" | "events" | "provider">;

/** What a transaction waits for, and for about how long; null at its end. */
export function nextOf(position: Position, pace: Pace): TransactionProgress["next"] {
  const entersBlocks = position.events.some((event) => event.entersBlocks);
  switch (position.stage) {
    case "unknown":
      return {
        waitingFor: "transaction",
        message:
          position.provider === "down"
            ? "The L2 provider doesn't answer, and the indexer hasn't seen the transaction yet."
            : "Neither the L2 provider nor the indexer knows the transaction: it may not have arrived, or was replaced.",
        estimateSec: null,
      };
    case "pending":
      return { waitingFor: "mining", message: "It waits to be mined.", estimateSec: whole(pace.secPerL2Block) };
    case "mined":
      return {
        waitingFor: "indexer",
        message: "It is mined; the indexer reads on.",
        estimateSec: untilSeen(position, pace),
      };
    case "seen":
      return entersBlocks ? untilBlock(position, pace) : untilFinal(position, pace);
    case "inBlock":
      return untilCheckpoint(position, pace);
    case "final":
      return null;
  }
}

const whole = (seconds: number) => Math.max(0, Math.ceil(seconds));

/** The follower takes L2 blocks by steps. */
function untilSeen({ mined }: Position, { preset, secPerL2Block, nowSec }: Pace): number {
  const { l2Step } = preset;
  const block = mined?.block ?? 0;
  const stepSec = (Math.ceil(block / l2Step) * l2Step - block + 1) * secPerL2Block;
  return whole((mined?.time ?? nowSec) + stepSec - nowSec);
}

/** Until the step with the transaction's L2 block is behind the safe lag. */
function untilSafe({ mined }: Position, { preset, secPerL2Block, nowSec }: Pace): number {
  const { l2SafeLag, l2Step } = preset;
  const lagSec = "blocks" in l2SafeLag ? l2SafeLag.blocks * secPerL2Block : l2SafeLag.seconds;
  return (mined?.time ?? nowSec) + l2Step * secPerL2Block + lagSec - nowSec;
}

function untilFinal(position: Position, pace: Pace): TransactionProgress["next"] {
  const message = "It waits for its L2 block to be final.";
  return { waitingFor: "l2Finality", message, estimateSec: whole(untilSafe(position, pace)) };
}

function untilBlock(position: Position, pace: Pace): TransactionProgress["next"] {
  const message = "Nodes take it into a block once its L2 block is behind the safe lag.";
  const estimateSec = whole(Math.max(0, untilSafe(position, pace)) + pace.preset.blockIntervalSec);
  return { waitingFor: "block", message, estimateSec };
}

function untilCheckpoint({ events }: Position, { preset, nowSec, headTime }: Pace): TransactionProgress["next"] {
  const { checkpointIntervalBlocks: interval, blockIntervalSec } = preset;
  const height = Math.max(...events.map((event) => event.height ?? 0));
  const blocksLeft = Math.ceil(height / interval) * interval - height + 1;
  const sinceHeadSec = headTime === undefined ? 0 : Math.max(0, nowSec - headTime);
  return {
    waitingFor: "checkpoint",
    message: "It is in a final block; nodes certify the next checkpoint.",
    estimateSec: whole(Math.max(0, blocksLeft * blockIntervalSec - sinceHeadSec)),
  };
}
