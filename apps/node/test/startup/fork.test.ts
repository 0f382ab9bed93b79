import { checkpointDigest, toEip2537Signature } from "@session/bls";
import { blst } from "@session/bls/blst";
import { serviceNodeRewardsAbi } from "@session/contracts";
import { bytesToHex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EXIT_CODES } from "../../src/errors.ts";
import {
  createTestNetwork,
  createWallet,
  deployer,
  runNode,
  startArgs,
  type TestNetwork,
} from "../support/testNetwork.ts";

let net: TestNetwork;
beforeAll(async () => {
  net = await createTestNetwork(1);
});
afterAll(() => net.dispose());

it("FORK_FROM_CHECKPOINT: a node whose history isn't the one L2 has accepted ends, and names both blocks", async () => {
  const { publicClient, walletClient } = createWallet(net);
  const [node] = net.nodes;
  if (node === undefined) throw new Error("no node");
  // The seeded key certifies a block that no node has: what a stolen quorum could do.
  const { timestamp } = await publicClient.getBlock();
  const content = {
    height: 5n,
    time: timestamp + 20n,
    blockHash: `0x${"ab".repeat(32)}`,
    claimsRoot: `0x${"cd".repeat(32)}`,
  } as const;
  const digest = checkpointDigest(content, {
    chainId: BigInt(net.anvil.chainId),
    verifyingContract: net.addresses.serviceNodeRewards,
  });
  const signature = bytesToHex(toEip2537Signature(blst.sign(node.keys.blsSecret, digest)));
  const call = { address: net.addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi } as const;
  const setVersion = await publicClient.readContract({ ...call, functionName: "setVersion" });
  const hash = await walletClient.writeContract({
    ...call,
    functionName: "submitCheckpoint",
    args: [content, signature, "0x", BigInt(setVersion)],
    account: deployer,
  });
  expect((await publicClient.waitForTransactionReceipt({ hash })).status).toBe("success");
  const ran = await runNode(startArgs(net, node.dataDir)).exited;
  expect(ran.stderr).toMatch(/^FORK_FROM_CHECKPOINT: /m);
  expect(ran.stderr).toContain(content.blockHash);
  expect(ran.exitCode).toBe(EXIT_CODES.FORK_FROM_CHECKPOINT);
});
