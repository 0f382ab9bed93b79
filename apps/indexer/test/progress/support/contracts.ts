import { blst } from "@session/bls/blst";
import { serviceNodeRewardsAbi } from "@session/contracts";
import { deployContracts } from "@session/contracts/deploy";
import { genesisHash } from "@session/protocol";
import { nodeKeys, testGenesis } from "@session/protocol/testing";
import { prepareRegistration } from "@session/sdk";
import { devAccounts } from "@session/testing";
import { createPublicClient, createWalletClient, type Hex, hexToBytes, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import type { IndexerModules } from "../../../src/modules.ts";
import { startTestL2 } from "../../registrations/support/services.ts";

const SESH = 10n ** 9n;
const deployer = privateKeyToAccount(devAccounts[0].privateKey);

/** Real contracts with one seeded node on an Anvil of their own, and the network they belong to. */
export async function startRewards(network: Omit<IndexerModules["network"], "genesis" | "genesisHash">) {
  const anvil = await startTestL2();
  const { addresses, startBlock } = await deployContracts({
    ...{ rpcUrl: anvil.url, chainId: anvil.chainId, deployer, owner: deployer, preset: "devnet", mineOnDemand: true },
    poolFunding: 1_000_000n * SESH,
    seeds: ({ chainId, verifyingContract: contract }) => {
      const keys = nodeKeys(blst, 1);
      const { blsPubkey, proofOfPossession, ed25519Pubkey } = prepareRegistration({
        ...{ bls: blst, blsSecret: keys.blsSecretKey, ed25519Seed: keys.ed25519SecretKey },
        ...{ operator: deployer.address, chainId, contract },
      });
      return [{ blsPubkey, pop: proofOfPossession, ed25519Pubkey, operator: deployer.address }];
    },
  });
  const rewards = addresses.serviceNodeRewards;
  const genesis = testGenesis(blst, {
    ...{ nodes: 1, chainId: BigInt(anvil.chainId), l2: { number: Number(startBlock), hash: new Uint8Array(32) } },
    contracts: {
      serviceNodeRewards: hexToBytes(rewards),
      rewardRatePool: hexToBytes(addresses.rewardRatePool),
      sesh: hexToBytes(addresses.seshL2),
    },
  });
  const transport = http(anvil.url);
  const client = createPublicClient({ chain: foundry, transport, pollingInterval: 20, cacheTime: 0 });
  const wallet = createWalletClient({ chain: foundry, transport, account: deployer });
  /** Sends a request for a node's exit, without asking first whether it would work. */
  const requestExit = (nodeId: number): Promise<Hex> =>
    wallet.writeContract({
      ...{ address: rewards, abi: serviceNodeRewardsAbi, functionName: "initiateExitBLSPublicKey" },
      ...{ args: [nodeId], gas: 500_000n },
    });
  return {
    anvil,
    client,
    wallet,
    rewards,
    requestExit,
    network: { ...network, genesis, genesisHash: genesisHash(genesis) },
  };
}
