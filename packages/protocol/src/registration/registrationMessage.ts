import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export type RegistrationContent = {
  readonly chainId: bigint;
  /** ServiceNodeRewards, 20 B. */
  readonly contract: Uint8Array;
  readonly operator: Uint8Array;
  readonly ed25519Key: Uint8Array;
  /** 48 B compressed. */
  readonly blsKey: Uint8Array;
};

const PREFIX = utf8ToBytes("session-registration");

/**
 * What a node's ed25519 key signs to be registered: prefix (20 B) ‖ chainId (32 B big-endian) ‖ contract (20 B) ‖
 * operator (20 B) ‖ ed25519 key (32 B) ‖ BLS key (48 B compressed). Source: protocol/registration.md#message.
 */
export function registrationMessage(content: RegistrationContent): Uint8Array {
  const { chainId, contract, operator, ed25519Key, blsKey } = content;
  return concatBytes(PREFIX, toUint256(chainId), contract, operator, ed25519Key, blsKey);
}

function toUint256(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  let rest = BigInt.asUintN(256, value);
  for (let i = 31; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}
