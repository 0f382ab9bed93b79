import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { CheckpointBundle, Hex } from "./bundle.ts";
import { toBytes, toWord } from "./bytes.ts";

const hashText = (text: string) => keccak_256(utf8ToBytes(text));

/** EIP-712 domain separator; packages/contracts, rewards/Digests.sol. */
export function domainSeparator(chainId: string, contract: Hex): Uint8Array {
  return keccak_256(
    concatBytes(
      hashText("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
      hashText("Session Network"),
      hashText("1"),
      toWord(BigInt(chainId)),
      toWord(BigInt(contract)),
    ),
  );
}

/** The 32 bytes all nodes sign for a checkpoint. */
export function checkpointDigest(
  { height, time, blockHash, claimsRoot }: CheckpointBundle["checkpoint"],
  { chainId, contract }: Pick<CheckpointBundle["network"], "chainId" | "contract">,
): Uint8Array {
  const structHash = keccak_256(
    concatBytes(
      hashText("Checkpoint(uint64 height,uint64 time,bytes32 blockHash,bytes32 claimsRoot)"),
      toWord(BigInt(height)),
      toWord(BigInt(time)),
      toBytes(blockHash),
      toBytes(claimsRoot),
    ),
  );
  return keccak_256(concatBytes(Uint8Array.of(0x19, 0x01), domainSeparator(chainId, contract), structHash));
}
