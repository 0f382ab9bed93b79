import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, getContract, parseEventLogs, zeroAddress } from "viem";
import { DeployError, deployContracts } from "../../src/deploy/index.ts";
import { rewardRatePoolAbi, serviceNodeRewardsAbi } from "../../src/index.ts";
import { sign, signAll, sumOf, testKey, toAffine96 } from "../bls/support/blsKeys.ts";
import { account, createChain } from "../support/chain.ts";
import { ed25519Of, possessionDigest, REQUIREMENT, startNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

/** Contracts before start(): deployed, but the handover fails, so the deployer still owns them. */
async function deployUnstarted() {
  const chain = await createChain();
  const deployer = account(0);
  let address = zeroAddress as `0x${string}`;
  const stop = new Error("stop before seeding");
  const deployment = deployContracts({
    transport: chain.transport,
    chainId: chain.chainId,
    deployer,
    owner: account(1),
    preset: "devnet",
    poolFunding: 0n,
    pollingMs: 1,
    seeds: ({ verifyingContract }) => {
      address = verifyingContract;
      throw stop;
    },
  });
  await assert.rejects(deployment, (error) => error === stop);
  const rewardsAs = (index: number) =>
    getContract({
      abi: serviceNodeRewardsAbi,
      address,
      client: { public: chain.client, wallet: chain.wallet(index) },
    });
  const operator = account(3).address;
  const seed = (index: number) => ({
    ed25519Pubkey: BigInt(ed25519Of(index)),
    feeBps: 0,
    contributors: [{ staker: operator, beneficiary: operator, amount: REQUIREMENT }],
  });
  const digest = (index: number) =>
    possessionDigest(
      { chainId: chain.chainId, verifyingContract: address },
      testKey(index),
      operator,
      ed25519Of(index),
    );
  return { chain, rewardsAs, rewards: rewardsAs(0), seed, digest, operator };
}

describe("seeding", () => {
  it("gives ids from 1 in order, emits every node, and sums keys and stakes", async () => {
    const { rewards, chain, startBlock, addresses, keys } = await startNetwork({ nodes: 7 });
    assert.equal(await rewards.read.totalNodes(), 7n);
    assert.equal(await rewards.read.totalPrincipal(), 7n * REQUIREMENT);
    assert.equal(await rewards.read.aggregatePubkey(), toAffine96(sumOf([...keys.values()])));
    const logs = await chain.client.getLogs({
      address: addresses.serviceNodeRewards,
      fromBlock: 0n,
      toBlock: startBlock,
    });
    const seeded = parseEventLogs({ abi: serviceNodeRewardsAbi, logs, eventName: "NewSeededServiceNode" });
    assert.deepEqual(
      seeded.map(({ args }) => [args.id, args.blsPubkey, args.operator]),
      [...keys].map(([id, key]) => [id, key.affine, account(3).address]),
    );
    const started = parseEventLogs({ abi: serviceNodeRewardsAbi, logs, eventName: "Started" });
    assert.deepEqual(
      started.map(({ args }) => args),
      [{ nodes: 7n, firstId: 256 }],
    );
    assert.equal(started[0]?.blockNumber, startBlock);
  });

  it("fills a page and goes on with the next", async () => {
    const { rewards, keys } = await startNetwork({ nodes: 260 });
    assert.equal(await rewards.read.totalNodes(), 260n);
    for (const id of [1, 64, 65, 255, 256, 260]) {
      const node = await rewards.read.node([id]);
      assert.equal(node.blsPubkey, keys.get(id)?.affine);
      assert.equal(node.ed25519Pubkey, BigInt(ed25519Of(id - 1)));
    }
  });

  it("without seeds the first id is 1", async () => {
    const network = await startNetwork({ nodes: 0 });
    assert.equal(await network.rewards.read.aggregatePubkey(), `0x${"00".repeat(96)}`);
    assert.equal(await network.registerSolo(0, 4), 1);
  });

  it("1.2 refuses a seed without its own proof, and a batch over one shared message", async () => {
    const { rewards, seed, digest } = await deployUnstarted();
    await rewards.write.seedKeyPage([0, concat([testKey(0).affine, testKey(1).affine])]);
    const [first, second] = [sign(testKey(0), digest(0)), sign(testKey(1), digest(1))];
    const both = [seed(0), seed(1)];
    await revertsWith(rewards.write.seedPublicKeyList([both, concat([second, first])]), "InvalidProofOfPossession");
    await revertsWith(rewards.write.seedPublicKeyList([both, concat([first, first])]), "InvalidProofOfPossession");
    // Two signatures that are wrong alone and right in sum.
    const shared = signAll([testKey(0), testKey(1)], digest(0));
    await revertsWith(rewards.write.seedPublicKeyList([both, concat([shared, shared])]), "InvalidProofOfPossession");
    await revertsWith(rewards.write.seedPublicKeyList([[], "0x"]), "SeedBatchSize");
    await revertsWith(rewards.write.seedPublicKeyList([[{ ...seed(0), contributors: [] }], first]), "NoContributors");
  });

  it("a key can't be seeded twice", async () => {
    const { rewards, seed, digest } = await deployUnstarted();
    await rewards.write.seedKeyPage([0, concat([testKey(0).affine, testKey(0).affine])]);
    const proof = sign(testKey(0), digest(0));
    const twice = rewards.write.seedPublicKeyList([[seed(0), seed(0)], concat([proof, proof])]);
    assert.deepEqual(await revertsWith(twice, "BlsKeyInUse"), [1]);
  });

  it("is the owner's, and nothing else happens before the start", async () => {
    const { rewards, rewardsAs, chain } = await deployUnstarted();
    await revertsWith(rewardsAs(4).write.seedKeyPage([0, testKey(0).affine]), "OwnableUnauthorizedAccount");
    await revertsWith(rewardsAs(4).write.seedPublicKeyList([[], "0x"]), "OwnableUnauthorizedAccount");
    await revertsWith(rewardsAs(4).write.start(), "OwnableUnauthorizedAccount");
    const checkpoint = {
      height: 1n,
      time: await chain.now(),
      blockHash: `0x${"11".repeat(32)}`,
      claimsRoot: `0x${"22".repeat(32)}`,
    } as const;
    await revertsWith(rewards.write.submitCheckpoint([checkpoint, "0x", "0x", 0n]), "NotStarted");
    await revertsWith(rewards.write.claimRewards([1n, account(4).address, 1n, 1n, []]), "NotStarted");
    await revertsWith(rewards.write.exitBLSPublicKey([1, 1n, 0n, []]), "NotStarted");
    await revertsWith(rewards.write.compactKeys([0]), "NotStarted");
    const params = { ed25519Pubkey: 1n, ed25519Signature0: 0n, ed25519Signature1: 0n, feeBps: 0 };
    await revertsWith(rewards.write.addBLSPublicKey(["0x", "0x", params, []]), "NotStarted");
    assert.equal(await rewards.read.started(), false);
    await rewards.write.start();
    await revertsWith(rewards.write.start(), "AlreadyStarted");
    await revertsWith(rewards.write.seedKeyPage([0, testKey(0).affine]), "AlreadyStarted");
    await revertsWith(rewards.write.seedPublicKeyList([[], "0x"]), "AlreadyStarted");
  });

  it("5.14 [rewards] a network without nodes accepts no checkpoint (1.14)", async () => {
    const { rewards, chain } = await startNetwork({ nodes: 0 });
    const checkpoint = {
      height: 1n,
      time: await chain.now(),
      blockHash: `0x${"11".repeat(32)}`,
      claimsRoot: `0x${"22".repeat(32)}`,
    } as const;
    await revertsWith(rewards.write.submitCheckpoint([checkpoint, `0x${"00".repeat(256)}`, "0x", 0n]), "NoNodes");
  });
});

describe("deployment", () => {
  it("1.19 ends with the owner in charge of both contracts and of their proxies, nobody else", async () => {
    const { rewards, pool, chain, addresses } = await startNetwork({ nodes: 1 });
    const owner = account(1).address;
    for (const contract of [rewards, pool]) {
      assert.equal(await contract.read.owner(), owner);
      assert.equal(await contract.read.pendingOwner(), zeroAddress);
      // ERC-1967 admin slot; the admin is a contract with an owner of its own.
      const slot = "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103";
      const admin = `0x${(await chain.client.getStorageAt({ address: contract.address, slot }))?.slice(26)}` as const;
      const read = { address: admin, abi: rewardRatePoolAbi, functionName: "owner" } as const;
      assert.equal(await chain.client.readContract(read), owner);
    }
    assert.equal(await pool.read.beneficiary(), addresses.serviceNodeRewards);
    assert.equal(await rewards.read.rewardRatePool(), addresses.rewardRatePool);
  });

  it("1.19 a failing step stops it with its name", async () => {
    const chain = await createChain();
    const deployment = deployContracts({
      transport: chain.transport,
      chainId: chain.chainId,
      deployer: account(0),
      owner: account(1),
      preset: "devnet",
      poolFunding: 0n,
      pollingMs: 1,
      seeds: [
        {
          blsPubkey: testKey(0).pubkey,
          pop: `0x${"00".repeat(256)}`,
          ed25519Pubkey: ed25519Of(0),
          operator: account(3).address,
        },
      ],
    });
    await assert.rejects(deployment);
  });

  it("leaves an owner without a key to accept by itself", async () => {
    const chain = await createChain();
    const { ownershipAccepted, addresses } = await deployContracts({
      transport: chain.transport,
      chainId: chain.chainId,
      deployer: account(0),
      owner: account(7).address,
      preset: "mainnet",
      poolFunding: 0n,
      pollingMs: 1,
      seeds: [],
    });
    assert.equal(ownershipAccepted, false);
    const rewards = getContract({
      abi: serviceNodeRewardsAbi,
      address: addresses.serviceNodeRewards,
      client: { public: chain.client, wallet: chain.wallet(7) },
    });
    assert.equal(await rewards.read.pendingOwner(), account(7).address);
    await rewards.write.acceptOwnership();
    assert.equal(await rewards.read.owner(), account(7).address);
  });

  it("refuses the devnet preset elsewhere, another chain, and seeds it can't place", async () => {
    const chain = await createChain(42161);
    const common = {
      transport: chain.transport,
      deployer: account(0),
      owner: account(1),
      poolFunding: 0n,
      seeds: [],
      pollingMs: 1,
    };
    const code = (expected: string) => (error: unknown) => error instanceof DeployError && error.code === expected;
    await assert.rejects(
      deployContracts({ ...common, chainId: 42161, preset: "devnet" }),
      code("DEPLOY_PRESET_NOT_ALLOWED"),
    );
    await assert.rejects(deployContracts({ ...common, chainId: 42170, preset: "mainnet" }), code("DEPLOY_WRONG_CHAIN"));
    const seeds = [
      { blsPubkey: testKey(0).affine, pop: "0x", ed25519Pubkey: ed25519Of(0), operator: account(3).address },
    ] as const;
    await assert.rejects(
      deployContracts({ ...common, chainId: 42161, preset: "mainnet", seeds }),
      code("DEPLOY_INVALID_SEED"),
    );
  });
});
