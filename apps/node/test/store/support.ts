import { blst } from "@session/bls/blst";
import type { Commit } from "@session/protocol";
import { type BuiltBlock, ChainBuilder } from "@session/protocol/testing";

/** A history every test and child process makes alike: three nodes, exits asked for again and again. */
export function buildHistory(length: number): {
  builder: ChainBuilder;
  blocks: readonly (BuiltBlock & { commit: Commit })[];
} {
  const builder = new ChainBuilder(blst, { nodes: 3 });
  const blocks = Array.from({ length }, () => {
    const { l2Number, height } = builder.state;
    const voters = builder.state.validators();
    const events = [0, 1].map((logIndex) => ({
      kind: "ServiceNodeExitRequest" as const,
      ...{ l2Number: l2Number + 1, logIndex, txHash: new Uint8Array(32).fill(height) },
      data: { id: 1 + (height % 2), initiator: new Uint8Array(20) },
    }));
    const built = builder.next({ l2Number: l2Number + 1, events });
    return { ...built, commit: builder.commit(height + 1, built.hash, voters, () => true) };
  });
  return { builder, blocks };
}

export const INTERVAL = 5;
