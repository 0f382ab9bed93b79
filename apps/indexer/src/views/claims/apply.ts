import type { serviceNodeRewardsAbi } from "@session/contracts";
import { toInt4, toInt8 } from "../../pipeline/errors.ts";
import type { Handlers } from "../../pipeline/handlers.ts";

/** Claims paid and checkpoints accepted, from the rewards contract. */
export const claimHandlers: Handlers<typeof serviceNodeRewardsAbi> = {
  RewardsClaimed: {
    apply: ({ recipient, amount, lifetimeRewards }, views, { log, time }) => {
      const place = { blockNumber: log.blockNumber, logIndex: log.logIndex, time, txHash: log.transactionHash };
      views.claims.push({ ...place, recipient, amount: toInt8(amount), lifetimeRewards: toInt8(lifetimeRewards) });
    },
  },
  CheckpointSubmitted: {
    apply: ({ height, blockHash, claimsRoot, signers, nodes }, views, { log, time }) => {
      const place = { blockNumber: log.blockNumber, time, txHash: log.transactionHash };
      const counts = { signers: toInt4(signers), nodes: toInt4(nodes) };
      views.acceptedCheckpoints.add({
        height: toInt8(height),
        blockHash,
        claimsRoot,
        ...counts,
        ...place,
        isRevoked: 0,
      });
    },
  },
  CheckpointRevoked: {
    needs: ({ height }, views) => views.acceptedCheckpoints.need(toInt8(height).toString()),
    apply: ({ height }, views) => {
      const checkpoint = views.acceptedCheckpoints.existing(height.toString());
      views.acceptedCheckpoints.put({ ...checkpoint, isRevoked: 1 });
    },
  },
};
