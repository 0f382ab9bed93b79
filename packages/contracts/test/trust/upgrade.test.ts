import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { maxUint256 } from "viem";
import { proxyAdminAbi } from "../../src/abis/generated/ProxyAdmin.ts";
import { contractPresets } from "../../src/index.ts";
import { sumOf, toAffine96 } from "../bls/support/blsKeys.ts";
import { account } from "../support/chain.ts";
import { exitLeaf, liquidationLeaf, rewardLeaf } from "../support/claimsTree.ts";
import { GUARDIAN, OPERATOR, OWNER, REQUIREMENT, SESH, startNetwork, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import {
  currentRelease,
  deployImplementation,
  previousRelease,
  proxyAdmin,
  proxySlot,
  type Release,
} from "./support/implementations.ts";

const DAY = 86_400n;
const alice = account(6).address;

describe("an upgrade from a previous implementation with everything in motion", () => {
  let network: TestNetwork;
  let certified: Awaited<ReturnType<TestNetwork["checkpoint"]>>;
  let old: Awaited<ReturnType<TestNetwork["certify"]>>;
  let state: Awaited<ReturnType<typeof readState>>;
  let [late, locked] = [0, 0];
  let lockedUntil = 0n;

  /** Everything the contract tells. */
  async function readState() {
    const { read } = network.rewards;
    const ids = [...Array(6).keys(), late, late + 1];
    return {
      nodes: await Promise.all(ids.map((id) => read.node([id]))),
      pages: await read.nodes([0n, 100n]),
      aggregate: await read.aggregatePubkey(),
      setVersion: await read.setVersion(),
      principal: await read.totalPrincipal(),
      checkpoint: await read.latestCheckpoint(),
      window: (await read.claimWindow())[0],
      claims: await read.claims([alice]),
      params: await read.params(),
      pausedUntil: await read.pausedUntil(),
      guardian: await read.guardian(),
      owner: await read.owner(),
      pool: await read.rewardRatePool(),
      key: await read.nodeIdByBlsKey([network.keys.get(late)?.affine ?? "0x"]),
    };
  }

  async function upgrade(release: Release, proxy = network.rewards.address) {
    const { chain, addresses } = network;
    const next = await deployImplementation(chain, release, addresses.seshL2, "devnet");
    await (await proxyAdmin(chain, proxy, OWNER)).write.upgradeAndCall([proxy, next, "0x"]);
    assert.equal(await proxySlot(chain, proxy, "implementation"), next.toLowerCase());
  }

  before(async () => {
    network = await startNetwork({
      nodes: 5,
      // The previous implementation seeds, starts and keeps everything below.
      beforeSeeding: async (chain, proxy) => {
        const current = await proxySlot(chain, proxy, "implementation");
        const token = await chain.client.readContract({
          address: proxy,
          abi: [
            { type: "function", name: "token", inputs: [], outputs: [{ type: "address" }], stateMutability: "view" },
          ],
          functionName: "token",
        });
        const previous = await deployImplementation(chain, previousRelease, token, "devnet");
        await (await proxyAdmin(chain, proxy, OWNER)).write.upgradeAndCall([proxy, previous, "0x"]);
        assert.notEqual(
          await chain.client.getCode({ address: previous }),
          await chain.client.getCode({ address: current }),
        );
      },
    });
    const { chain, rewards } = network;
    late = await network.registerSolo(50, 4);
    await network.rewardsAs(OPERATOR).write.initiateExitBLSPublicKey([3]);
    await network.tokenAs(7).write.transfer([rewards.address, 1_000n * SESH]);
    await chain.pass(60);
    locked = 1;
    lockedUntil = (await chain.now()) + 20n * DAY;
    const leaves = [rewardLeaf(alice, 500n * SESH), exitLeaf(locked, lockedUntil), exitLeaf(2), liquidationLeaf(late)];
    certified = await network.checkpoint(5n, leaves);
    old = await network.certify(certified.checkpoint);
    const { tree } = certified;
    await rewards.write.claimRewards([5n, alice, 500n * SESH, 200n * SESH, tree.proof(rewardLeaf(alice, 500n * SESH))]);
    await rewards.write.exitBLSPublicKey([locked, 5n, lockedUntil, tree.proof(exitLeaf(locked, lockedUntil))]);
    network.keys.delete(locked);
    await network.rewardsAs(GUARDIAN).write.pause();
    await network.rewardsAs(GUARDIAN).write.unpause();
    await network.rewardsAs(OWNER).write.setClaimCap([70_000n * SESH]);
    state = await readState();
    await upgrade(currentRelease);
  });

  it("changes nothing of what was stored", async () => {
    assert.deepEqual(await readState(), state);
    assert.equal(state.aggregate, toAffine96(sumOf([...network.keys.values()])));
    assert.equal(state.principal, 6n * REQUIREMENT);
    assert.deepEqual(state.params.durations, contractPresets.devnet.durations);
  });

  it("§2: nothing of before is accepted twice, and roots of before still count", async () => {
    const { rewards } = network;
    const { tree, checkpoint } = certified;
    // The same certificate goes on without verification; another root of its height is a conflict.
    await rewards.write.submitCheckpoint([checkpoint, old.signature, "0x", old.setVersion]);
    assert.equal((await rewards.read.latestCheckpoint()).height, 5n);
    const other = { ...checkpoint, claimsRoot: checkpoint.blockHash };
    await revertsWith(rewards.write.submitCheckpoint([other, old.signature, "0x", 0n]), "CheckpointConflict");
    const proof = tree.proof(rewardLeaf(alice, 500n * SESH));
    await rewards.write.claimRewards([5n, alice, 500n * SESH, maxUint256, proof]);
    assert.equal(await network.balanceOf(alice), 1_000_000n * SESH + 500n * SESH);
    await revertsWith(rewards.write.claimRewards([5n, alice, 500n * SESH, maxUint256, proof]), "NothingToClaim");
    await revertsWith(rewards.write.initialize([alice, alice, alice, REQUIREMENT]), "InvalidInitialization");
  });

  it("nodes of before leave by every way, new ones register, and all stakes come back", async () => {
    const { chain, rewards } = network;
    const { tree } = certified;
    assert.equal(await network.registerSolo(51, 5), late + 1);
    await rewards.write.exitBLSPublicKey([2, 5n, 0n, tree.proof(exitLeaf(2))]);
    await rewards.write.liquidateBLSPublicKey([late, 5n, 0n, tree.proof(liquidationLeaf(late))]);
    for (const id of [2, late]) network.keys.delete(id);
    await chain.pass(60);
    await network.checkpoint(10n, [exitLeaf(4), exitLeaf(5)], [4]);
    await revertsWith(rewards.write.withdrawLockedStake([locked]), "TooEarly");
    await chain.moveTo(lockedUntil);
    await rewards.write.withdrawLockedStake([locked]);
    await chain.pass(10n * DAY);
    await rewards.write.exitBLSPublicKeyAfterWaitTime([3]);
    assert.equal(await rewards.read.totalPrincipal(), 3n * REQUIREMENT);
    assert.equal(await rewards.read.totalNodes(), 3n);
  });

  it("is the proxy admin's owner's alone: not the owner of the contract, nor anybody through the proxy", async () => {
    const { chain, rewards, addresses } = network;
    const next = await deployImplementation(chain, previousRelease, addresses.seshL2, "devnet");
    const admin = await proxyAdmin(chain, rewards.address, 6);
    await revertsWith(admin.write.upgradeAndCall([rewards.address, next, "0x"]), "OwnableUnauthorizedAccount");
    const direct = { address: rewards.address, abi: proxyAdminAbi, functionName: "upgradeAndCall" } as const;
    await assert.rejects(
      chain.wallet(OWNER).writeContract({ ...direct, args: [rewards.address, next, "0x"], gas: 1_000_000n }),
    );
    assert.notEqual(await proxySlot(chain, rewards.address, "implementation"), next.toLowerCase());
  });
});
