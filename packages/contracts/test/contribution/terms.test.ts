import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, type Hex, zeroAddress } from "viem";
import { G1_INFINITY, G2_INFINITY, sign } from "../bls/support/blsKeys.ts";
import { account } from "../support/chain.ts";
import { ed25519Of, possessionDigest, REQUIREMENT, SESH, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import {
  deployPool,
  factoryAs,
  keysOf,
  OPERATOR,
  poolContract,
  type Reserved,
  restoring,
  STATE,
  startPoolNetwork,
  type TestPool,
  termsHashOf,
} from "./support/pools.ts";

const [alice, bob, carol] = [4, 5, 6].map((index) => account(index).address) as [Address, Address, Address];
const QUARTER = REQUIREMENT / 4n;
const place = (contributor: Address, amount: bigint): Reserved => ({ contributor, amount });

describe("a pool's terms", () => {
  let network: TestNetwork;
  let pool: TestPool;
  const fresh = restoring(() => network);
  const operator = () => pool.as(OPERATOR).write;

  before(async () => {
    network = await startPoolNetwork();
    pool = await deployPool(network);
  });
  beforeEach(fresh);

  it("1.2 and 1.9 a proof of possession is needed, bound to the operator, at deployment and when keys change", async () => {
    const right = keysOf(network, 110);
    const [pubkey, pop, params] = right.args;
    const ofBob = keysOf(network, 110, 5).args[1];
    const otherChain = { chainId: 1, verifyingContract: network.addresses.serviceNodeRewards };
    const otherContract = { chainId: network.chain.chainId, verifyingContract: pool.address };
    const foreign = [otherChain, otherContract].map((domain) =>
      sign(right.key, possessionDigest(domain, right.key, alice, ed25519Of(110))),
    );
    const cases: [string, readonly [Hex, Hex, typeof params]][] = [
      ["InvalidProofOfPossession", [pubkey, ofBob, params]],
      ...foreign.map((proof) => ["InvalidProofOfPossession", [pubkey, proof, params]] as [string, typeof right.args]),
      ["InvalidProofOfPossession", [keysOf(network, 111).args[0], pop, params]],
      ["InvalidProofOfPossession", [pubkey, pop, { ...params, ed25519Pubkey: 1n }]],
      ["InvalidEd25519Pubkey", [pubkey, pop, { ...params, ed25519Pubkey: 0n }]],
      ["FeeTooHigh", [pubkey, pop, { ...params, feeBps: 10_001 }]],
      ["PointAtInfinity", [G1_INFINITY, pop, params]],
      ["PointAtInfinity", [pubkey, G2_INFINITY, params]],
      ["InvalidEncodingLength", [`${pubkey}00`, pop, params]],
      ["InvalidEncodingLength", [pubkey, `${pop}00`, params]],
    ];
    const factory = factoryAs(network, OPERATOR).write;
    for (const [error, args] of cases) {
      await revertsWith(factory.deploy([...args, [], false]), error);
      await revertsWith(operator().updatePubkeys(args), error);
      await revertsWith(
        operator().resetUpdateAndContribute([...args, [], false, QUARTER, alice], { gas: 3_000_000n }),
        error,
      );
    }
    // Bob can neither deploy nor use alice's proof.
    await revertsWith(factoryAs(network, 5).write.deploy([...right.args, [], false]), "InvalidProofOfPossession");
    await operator().updatePubkeys(right.args);
  });

  it("reservations that can't be filled are refused, at deployment and when they change", async () => {
    const most = REQUIREMENT - QUARTER;
    const ten = (count: number) =>
      Array.from({ length: count }, (_, i) => place(`0x${(i + 1).toString(16).padStart(40, "0")}`, 1n));
    const cases: [string, Reserved[], unknown[]][] = [
      ["InvalidReservation", [place(bob, 1n), place(zeroAddress, 1n)], [1n]],
      ["InvalidReservation", [place(bob, 0n)], [0n]],
      ["DuplicateReservation", [place(bob, 1n), place(carol, 1n), place(bob, 1n)], [bob]],
      ["OperatorReservationTooLow", [place(alice, QUARTER - 1n)], [QUARTER - 1n, QUARTER]],
      ["ReservationsAboveRequirement", [place(bob, most + 1n)], [REQUIREMENT + 1n, REQUIREMENT]],
      ["ReservationsAboveRequirement", [place(bob, most), place(alice, QUARTER + 1n)], [REQUIREMENT + 1n, REQUIREMENT]],
      ["ReservationsAboveRequirement", [place(bob, 2n ** 256n - 1n)], [2n ** 256n - 1n, REQUIREMENT]],
      ["TooManyReservations", ten(10), [11n, 10n]],
      ["TooManyReservations", ten(11), [11n, 10n]],
    ];
    const { args } = keysOf(network, 110);
    for (const [error, reserved, expected] of cases) {
      const deployment = factoryAs(network, OPERATOR).write.deploy([...args, reserved, false]);
      assert.deepEqual(await revertsWith(deployment, error), expected);
      assert.deepEqual(await revertsWith(operator().updateReservedContributors([reserved]), error), expected);
      const all = operator().resetUpdateAndContribute([...args, reserved, false, QUARTER, alice]);
      assert.deepEqual(await revertsWith(all, error), expected);
    }
    for (const reserved of [
      ten(9),
      [...ten(9), place(alice, QUARTER)],
      [place(bob, most)],
      [place(alice, REQUIREMENT)],
    ]) {
      await operator().updateReservedContributors([reserved]);
      assert.deepEqual((await pool.read.pool()).reserved, reserved);
    }
  });

  it("fee, keys and reservations can be changed until the operator contributes, again after a reset", async () => {
    const keys = keysOf(network, 110, OPERATOR, 77);
    const reserved = [place(bob, 5n * SESH)];
    const edits: [() => Promise<Hex>, object[]][] = [
      [() => operator().updateFee([500]), [{ eventName: "FeeUpdated", args: { feeBps: 500 } }]],
      [
        () => operator().updatePubkeys(keys.args),
        [{ eventName: "PubkeysUpdated", args: { blsPubkey: keys.key.affine, params: keys.params } }],
      ],
      [
        () => operator().updateReservedContributors([reserved]),
        [{ eventName: "ReservedContributorsUpdated", args: { reserved } }],
      ],
    ];
    const before = await pool.read.termsHash();
    for (const [edit, events] of edits) {
      const hash = await edit();
      assert.deepEqual(await pool.eventsOf(hash), events);
    }
    await revertsWith(operator().updateFee([10_001]), "FeeTooHigh");
    await operator().updateFee([10_000]);
    const params = { ...keys.params, feeBps: 10_000 };
    const is = await pool.read.pool();
    assert.deepEqual([is.params, is.blsPubkey, is.reserved], [params, keys.key.affine, reserved]);
    const terms = { key: keys.key, params, reserved, manualFinalize: false, requirement: REQUIREMENT, resets: 0n };
    assert.equal(is.termsHash, termsHashOf(terms));
    assert.deepEqual(await revertsWith(pool.contribute(OPERATOR, QUARTER, alice, before), "TermsChanged"), [
      before,
      is.termsHash,
    ]);
    await pool.contribute(OPERATOR, QUARTER);
    for (const [edit] of edits) await revertsWith(edit(), "OperatorHasContributed");
    await operator().reset();
    assert.equal(await pool.read.termsHash(), termsHashOf({ ...terms, resets: 1n }));
    for (const [edit] of edits) await edit();
    // The node is registered with what was set last.
    await pool.contribute(OPERATOR, QUARTER);
    await pool.contribute(5, REQUIREMENT - QUARTER);
    const node = await network.rewards.read.node([256]);
    assert.deepEqual([node.blsPubkey, node.feeBps], [keys.key.affine, 77]);
    assert.equal(node.ed25519Pubkey, keys.params.ed25519Pubkey);
    for (const [edit] of edits) await revertsWith(edit(), "AlreadyFinalized");
  });

  it("an operator can't change the terms in front of a contribution", async () => {
    await pool.contribute(OPERATOR, QUARTER);
    const seen = await pool.read.termsHash();
    const keys = keysOf(network, 100, OPERATOR, 10_000);
    await operator().resetUpdateAndContribute([...keys.args, [], false, QUARTER, alice]);
    const now = await pool.read.termsHash();
    assert.deepEqual(await revertsWith(pool.contribute(5, QUARTER, bob, seen), "TermsChanged"), [seen, now]);
    // Nor by a reset to the very same terms, which gives the operator another choice of contributors.
    const again = keysOf(network, 100);
    await operator().resetUpdateAndContribute([...again.args, [], false, QUARTER, alice]);
    await revertsWith(pool.contribute(5, QUARTER, bob, seen), "TermsChanged");
    await operator().updateManualFinalize([true]);
    await revertsWith(pool.contribute(5, QUARTER, bob, now), "TermsChanged");
    await pool.contribute(5, QUARTER);
  });

  it("resetUpdateAndContribute refunds everybody and starts anew in one transaction", async () => {
    await pool.contribute(OPERATOR, QUARTER);
    await pool.contribute(5, QUARTER);
    const [aliceHad, bobHad] = await Promise.all([alice, bob].map(network.balanceOf));
    const keys = keysOf(network, 120, OPERATOR, 42);
    const reserved = [place(carol, QUARTER)];
    const hash = await operator().resetUpdateAndContribute([...keys.args, reserved, true, 2n * QUARTER, carol]);
    assert.deepEqual(await pool.eventsOf(hash), [
      { eventName: "ContributionWithdrawn", args: { staker: alice, amount: QUARTER, contributed: QUARTER } },
      { eventName: "ContributionWithdrawn", args: { staker: bob, amount: QUARTER, contributed: 0n } },
      { eventName: "PoolReset", args: { resets: 1 } },
      { eventName: "PubkeysUpdated", args: { blsPubkey: keys.key.affine, params: keys.params } },
      { eventName: "ReservedContributorsUpdated", args: { reserved } },
      { eventName: "ManualFinalizeUpdated", args: { manualFinalize: true } },
      {
        eventName: "Contributed",
        args: { staker: alice, beneficiary: carol, amount: 2n * QUARTER, contributed: 2n * QUARTER },
      },
    ]);
    assert.equal(await network.balanceOf(alice), (aliceHad ?? 0n) - QUARTER);
    assert.equal(await network.balanceOf(bob), (bobHad ?? 0n) + QUARTER);
    const is = await pool.read.pool();
    assert.deepEqual([is.state, is.resets, is.manualFinalize], [STATE.open, 1, true]);
    assert.equal(await pool.balance(), 2n * QUARTER);
    // An operator who stakes all at once registers in the same transaction.
    await operator().resetUpdateAndContribute([...keys.args, [], false, REQUIREMENT, alice], { gas: 4_000_000n });
    assert.equal(await pool.read.nodeId(), 256);
    await revertsWith(
      operator().resetUpdateAndContribute([...keys.args, [], false, REQUIREMENT, alice]),
      "AlreadyFinalized",
    );
  });

  it("is the operator's alone to change", async () => {
    const { args } = keysOf(network, 110);
    const stranger = pool.as(5).write;
    const calls: (() => Promise<unknown>)[] = [
      () => stranger.updateFee([1]),
      () => stranger.updatePubkeys(args),
      () => stranger.updateReservedContributors([[]]),
      () => stranger.updateManualFinalize([true]),
      () => stranger.reset(),
      () => stranger.resetUpdateAndContribute([...args, [], false, QUARTER, bob]),
      () => stranger.rescueERC20([network.addresses.seshL2]),
    ];
    for (const call of calls) assert.deepEqual(await revertsWith(call(), "NotOperator"), [bob]);
  });

  it("manualFinalize switches back and forth, never twice in a row", async () => {
    for (const [value, expected] of [
      [true, true],
      [true, true],
      [false, false],
      [false, false],
      [true, true],
    ] as const) {
      await operator().updateManualFinalize([value]);
      assert.equal((await pool.read.pool()).manualFinalize, expected);
    }
    const byHand = await deployPool(network, { manualFinalize: true, keyIndex: 111 });
    await byHand.as(OPERATOR).write.updateManualFinalize([true]);
    assert.equal((await byHand.read.pool()).manualFinalize, true);
    await byHand.as(OPERATOR).write.updateManualFinalize([false]);
    assert.equal((await byHand.read.pool()).manualFinalize, false);
  });

  it("the code behind the pools is no pool", async () => {
    const implementation = await factoryAs(network, OPERATOR).read.implementation();
    const bare = poolContract(network, implementation, OPERATOR);
    await revertsWith(bare.write.contributeFunds([1n, alice, `0x${"00".repeat(32)}`]), "NotAPool");
    await revertsWith(bare.write.rescueERC20([network.addresses.seshL2]), "NotAPool");
    await revertsWith(bare.write.reset(), "NotAPool");
    await revertsWith(bare.read.pool(), "NotAPool");
  });
});
