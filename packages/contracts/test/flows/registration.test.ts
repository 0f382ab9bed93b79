import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, encodeFunctionData, parseEventLogs, parseSignature } from "viem";
import { serviceNodeRewardsAbi } from "../../src/index.ts";
import { G1_INFINITY, G2_INFINITY, sign, testKey } from "../bls/support/blsKeys.ts";
import { account } from "../support/chain.ts";
import {
  type Contributor,
  ed25519Of,
  possessionDigest,
  REQUIREMENT,
  startNetwork,
  type TestNetwork,
} from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

const [alice, bob, carol] = [4, 5, 6].map((index) => account(index).address) as [Address, Address, Address];
const share = (staker: Address, amount: bigint, beneficiary = staker): Contributor => ({ staker, beneficiary, amount });
const QUARTER = REQUIREMENT / 4n;

describe("registration", () => {
  let network: TestNetwork;
  let revert: () => Promise<void>;
  const register = (args: ReturnType<TestNetwork["registration"]>["args"], as = 4) =>
    network.rewardsAs(as).write.addBLSPublicKey(args);

  before(async () => {
    network = await startNetwork({ nodes: 4 });
    for (const index of [4, 5])
      await network.tokenAs(index).write.approve([network.addresses.serviceNodeRewards, 100n * REQUIREMENT]);
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  it("solo: takes the stake, gives the next id after the seeded page, and emits everything", async () => {
    const { rewards, chain } = network;
    const { key, args } = network.registration(100, alice);
    const before = await network.balanceOf(alice);
    const hash = await register(args);
    const { logs } = await chain.client.getTransactionReceipt({ hash });
    const events = parseEventLogs({ abi: serviceNodeRewardsAbi, logs, eventName: "NewServiceNode" });
    assert.equal(events.length, 1);
    assert.deepEqual(events[0]?.args, {
      id: 256,
      operator: alice,
      initiator: alice,
      blsPubkey: key.affine,
      params: args[2],
      contributors: [share(alice, REQUIREMENT)],
    });
    assert.equal(before - (await network.balanceOf(alice)), REQUIREMENT);
    assert.equal(await rewards.read.totalPrincipal(), 5n * REQUIREMENT);
    assert.equal(await rewards.read.totalNodes(), 5n);
    assert.equal(await rewards.read.setVersion(), 5n);
    assert.deepEqual(await rewards.read.node([256]), {
      id: 256,
      state: 1,
      operator: alice,
      blsPubkey: key.affine,
      ed25519Pubkey: args[2].ed25519Pubkey,
      feeBps: 1_000,
      deposit: REQUIREMENT,
      penalty: 0n,
      addedAt: await chain.now(),
      leaveRequestedAt: 0n,
      lastLeaveRequestAt: 0n,
      lockedUntil: 0n,
      contributors: [share(alice, REQUIREMENT)],
    });
    for (const encoded of [key.affine, key.pubkey]) assert.equal(await rewards.read.nodeIdByBlsKey([encoded]), 256);
  });

  it("ten contributors with beneficiaries of their own, paid by a stranger", async () => {
    const rest = REQUIREMENT - QUARTER;
    const contributors = [share(alice, QUARTER, bob)];
    for (let i = 0n; i < 9n; i++)
      contributors.push(
        share(`0x${(0x1000n + i).toString(16).padStart(40, "0")}`, rest / 9n + (i === 0n ? rest % 9n : 0n)),
      );
    const { args } = network.registration(100, alice, contributors);
    await register(args, 5);
    const node = await network.rewards.read.node([256]);
    assert.deepEqual(node.contributors, contributors);
    assert.equal(node.operator, alice);
    assert.equal(node.deposit, REQUIREMENT);
  });

  it("refuses wrong stakes, each with its error", async () => {
    const cases: [string, Contributor[]][] = [
      ["WrongStake", [share(alice, REQUIREMENT - 1n)]],
      ["WrongStake", [share(alice, REQUIREMENT), share(bob, 1n)]],
      ["OperatorStakeTooLow", [share(alice, QUARTER - 1n), share(bob, REQUIREMENT - QUARTER + 1n)]],
      ["DuplicateContributor", [share(alice, QUARTER), share(bob, QUARTER), share(bob, 2n * QUARTER)]],
      ["InvalidContributor", [share(alice, REQUIREMENT), share(bob, 0n)]],
      ["InvalidContributor", [share(alice, REQUIREMENT, "0x0000000000000000000000000000000000000000")]],
      ["TooManyContributors", Array.from({ length: 11 }, () => share(alice, 1n))],
    ];
    for (const [error, contributors] of cases)
      await revertsWith(register(network.registration(100, alice, contributors).args), error);
    await revertsWith(register(network.registration(100, alice, [], 10_001).args), "FeeTooHigh");
  });

  it("the operator's quarter is rounded up", async () => {
    await network.rewardsAs(1).write.setStakingRequirement([REQUIREMENT + 1n]);
    const least = (REQUIREMENT + 1n + 3n) / 4n;
    const tooLow = [share(alice, least - 1n), share(bob, REQUIREMENT + 2n - least)];
    await revertsWith(register(network.registration(100, alice, tooLow).args), "OperatorStakeTooLow");
    await register(network.registration(100, alice, [share(alice, least), share(bob, REQUIREMENT + 1n - least)]).args);
  });

  it("1.9 a proof of possession is bound to operator, ed25519 key, chain and contract", async () => {
    const right = network.registration(100, alice);
    await revertsWith(register(right.args, 5), "InvalidProofOfPossession");
    const [pubkey, pop, params] = right.args;
    const otherKey = { ...params, ed25519Pubkey: params.ed25519Pubkey + 1n };
    await revertsWith(register([pubkey, pop, otherKey, []]), "InvalidProofOfPossession");
    const domains = [
      { chainId: 1, verifyingContract: network.addresses.serviceNodeRewards },
      { chainId: network.chain.chainId, verifyingContract: network.addresses.rewardRatePool },
    ];
    for (const domain of domains) {
      const foreign = sign(right.key, possessionDigest(domain, right.key, alice, ed25519Of(100)));
      await revertsWith(register([pubkey, foreign, params, []]), "InvalidProofOfPossession");
    }
    // Nobody can use alice's proof, but anybody may pay for her node.
    await register(network.registration(100, alice, [share(alice, REQUIREMENT)]).args, 5);
  });

  it("1.2 no key without its own proof; 1.14 no infinity", async () => {
    const { args } = network.registration(100, alice);
    const [pubkey, pop, params] = args;
    const rogue = testKey(101);
    await revertsWith(register([rogue.pubkey, pop, params, []]), "InvalidProofOfPossession");
    await revertsWith(register([G1_INFINITY, pop, params, []]), "PointAtInfinity");
    await revertsWith(register([pubkey, G2_INFINITY, params, []]), "PointAtInfinity");
    await revertsWith(register([`${pubkey}00`, pop, params, []]), "InvalidEncodingLength");
    await revertsWith(register([pubkey, `${pop}00`, params, []]), "InvalidEncodingLength");
  });

  it("a BLS key in use is refused, seeded ones too; ed25519 keys are not unique here (5.5)", async () => {
    await revertsWith(register(network.registration(0, alice).args), "BlsKeyInUse");
    await register(network.registration(100, alice).args);
    assert.deepEqual(await revertsWith(register(network.registration(100, alice).args), "BlsKeyInUse"), [256]);
    const [, , params] = network.registration(100, alice).args;
    const key = testKey(101);
    const domain = { chainId: network.chain.chainId, verifyingContract: network.addresses.serviceNodeRewards };
    await register([key.pubkey, sign(key, possessionDigest(domain, key, alice, ed25519Of(100))), params, []]);
  });

  it("1.1 at most 20 keys (or 2 % of the nodes) in any minute", async () => {
    const start = (await network.chain.now()) + 10n;
    for (let i = 0n; i < 20n; i++) {
      await network.chain.setNextTime(start + 2n * i);
      await register(network.registration(100 + Number(i), alice).args);
    }
    await network.chain.setNextTime(start + 59n);
    assert.deepEqual(await revertsWith(register(network.registration(120, alice).args), "TooManyRegistrations"), [20n]);
    // The first one is a minute old: one more; the second is not yet.
    await network.chain.moveTo(start + 59n);
    await network.chain.setNextTime(start + 60n);
    await register(network.registration(120, alice).args);
    await revertsWith(register(network.registration(121, alice).args), "TooManyRegistrations");
  });

  it("1.1 a transaction can't add more by multicall", async () => {
    const { rewardsAs } = network;
    const calls = Array.from({ length: 21 }, (_, i) =>
      encodeFunctionData({
        abi: serviceNodeRewardsAbi,
        functionName: "addBLSPublicKey",
        args: network.registration(100 + i, alice).args,
      }),
    );
    await network.chain.pass(120);
    await revertsWith(rewardsAs(4).write.multicall([calls], { gas: 16_000_000n }), "TooManyRegistrations");
  });

  it("with a permit, and with one somebody else has already sent", async () => {
    const permitOf = async (nonce: bigint, deadline: bigint) =>
      parseSignature(
        await network.chain.wallet(6).signTypedData({
          domain: {
            name: "Session Token",
            version: "1",
            chainId: network.chain.chainId,
            verifyingContract: network.addresses.seshL2,
          },
          types: {
            Permit: [
              { name: "owner", type: "address" },
              { name: "spender", type: "address" },
              { name: "value", type: "uint256" },
              { name: "nonce", type: "uint256" },
              { name: "deadline", type: "uint256" },
            ],
          },
          primaryType: "Permit",
          message: { owner: carol, spender: network.addresses.serviceNodeRewards, value: REQUIREMENT, nonce, deadline },
        }),
      );
    const deadline = (await network.chain.now()) + 1_000n;
    const withPermit = async (keyIndex: number, { r, s, yParity }: Awaited<ReturnType<typeof permitOf>>) =>
      network
        .rewardsAs(6)
        .write.addBLSPublicKeyWithPermit([
          ...network.registration(keyIndex, carol).args,
          deadline,
          27 + yParity,
          r,
          s,
        ] as const);
    await withPermit(100, await permitOf(0n, deadline));
    const second = await permitOf(1n, deadline);
    const { r, s, yParity } = second;
    const { serviceNodeRewards } = network.addresses;
    await network.tokenAs(5).write.permit([carol, serviceNodeRewards, REQUIREMENT, deadline, 27 + yParity, r, s]);
    await withPermit(101, second);
    // The same permit once more: neither it nor an allowance.
    await revertsWith(withPermit(102, second), "ERC20InsufficientAllowance");
    assert.equal(await network.rewards.read.totalNodes(), 6n);
  });

  it("1.10 requirement and contributor limit apply to what is registered from now on", async () => {
    await network.rewardsAs(1).write.setStakingRequirement([2n * REQUIREMENT]);
    const old = network.registration(100, alice, [share(alice, REQUIREMENT)]);
    assert.deepEqual(await revertsWith(register(old.args), "WrongStake"), [REQUIREMENT, 2n * REQUIREMENT]);
    await register(network.registration(100, alice).args);
    assert.equal((await network.rewards.read.node([256])).deposit, 2n * REQUIREMENT);
    assert.equal((await network.rewards.read.node([1])).deposit, REQUIREMENT);
    await network.rewardsAs(1).write.setMaxContributors([1n]);
    const two = [share(alice, REQUIREMENT), share(bob, REQUIREMENT)];
    await revertsWith(register(network.registration(101, alice, two).args), "TooManyContributors");
  });

  it("pages of nodes skip the gap after seeding", async () => {
    await register(network.registration(100, alice).args);
    const [first, next] = await network.rewards.read.nodes([0n, 3n]);
    assert.deepEqual([first.map(({ id }) => id), next], [[1, 2, 3], 4n]);
    const [second, end] = await network.rewards.read.nodes([next, 3n]);
    assert.deepEqual([second.map(({ id }) => id), end], [[4, 256], 0n]);
  });
});
