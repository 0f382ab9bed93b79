import { ContainerType, type ValueOf } from "@chainsafe/ssz";
import { BlockSsz } from "./block.ts";
import { CommitSsz } from "./vote.ts";

/** A block with the commit that made it final: how nodes store it, and hand it out by `/v1/final-blocks`. */
export const FinalBlockSsz = new ContainerType({ block: BlockSsz, commit: CommitSsz }, { typeName: "FinalBlock" });
export type FinalBlock = ValueOf<typeof FinalBlockSsz>;
