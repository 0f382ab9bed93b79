import { blst } from "@session/bls/blst";
import { nodeKeys } from "@session/protocol/testing";
import { type PreparedRegistration, prepareRegistration } from "@session/sdk";
import { bytesToHex } from "viem";
import type { IndexerModules } from "../../../src/modules.ts";

type Network = Pick<IndexerModules, "network">;

/** A registration of the test node of this name for an operator, on the modules' network. */
export function registrationOf(
  { network }: Network,
  name: string,
  operator: `0x${string}`,
  changes: { readonly chainId?: bigint; readonly contract?: `0x${string}` } = {},
): PreparedRegistration {
  const keys = nodeKeys(blst, name);
  const { chainId, contracts } = network.genesis;
  return prepareRegistration({
    ...{ bls: blst, blsSecret: keys.blsSecretKey, ed25519Seed: keys.ed25519SecretKey, operator },
    ...{ chainId, contract: bytesToHex(contracts.serviceNodeRewards), ...changes },
  });
}
