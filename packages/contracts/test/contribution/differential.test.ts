import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import fc from "fast-check";
import { type Address, getAddress, type Hex } from "viem";
import { account } from "../support/chain.ts";
import { OWNER, REQUIREMENT, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import { PoolModel, type Refusal } from "./support/model.ts";
import { deployPool, HOLDERS, OPERATOR, startPoolNetwork, type TestPool } from "./support/pools.ts";

/** Who takes part: the operator and some more than there are places for. */
const PEOPLE = HOLDERS.slice(0, 6);
const addressOf = (index: number): Address => getAddress(account(index).address);
const RUNS = 40;

const who = fc.nat(PEOPLE.length - 1).map((i) => PEOPLE[i] ?? OPERATOR);
/** Amounts at the limits' edges and anywhere between; `part` is in thousandths of what is between them. */
const amount = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("least", "most") },
  { weight: 3, arbitrary: fc.nat(1_000) },
  { weight: 1, arbitrary: fc.constantFrom("below", "above", "zero") },
);
type Amount = typeof amount extends fc.Arbitrary<infer T> ? T : never;
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("contribute" as const), who, amount }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("withdraw" as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("finalize" as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("pass" as const), hours: fc.nat(30) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const setting = fc.record({
  /** An odd requirement leaves rests everywhere. */
  requirement: fc.bigInt({ min: REQUIREMENT - 1_000n, max: REQUIREMENT + 1_000n }),
  places: fc.integer({ min: 2, max: 5 }),
  manual: fc.boolean(),
  /** Reservations of the first people, the operator's included or not, in thousandths of the requirement. */
  reserved: fc.array(fc.integer({ min: 1, max: 180 }), { maxLength: 4 }),
  operatorReserves: fc.boolean(),
  actions: fc.array(action, { minLength: 8, maxLength: 24 }),
});
type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

function toAmount(choice: Amount, [least, most]: readonly [bigint, bigint]): bigint {
  if (choice === "least") return least;
  if (choice === "most") return most;
  if (choice === "zero") return 0n;
  if (choice === "above") return most + 1n;
  if (choice === "below") return least > 0n ? least - 1n : 0n;
  return least + ((most - least) * BigInt(choice)) / 1_000n;
}

describe("a pool against the model", () => {
  let network: TestNetwork;

  async function apply(pool: TestPool, model: PoolModel, step: Action): Promise<void> {
    if (step.kind === "pass") return network.chain.pass(BigInt(step.hours) * 3_600n + 1n);
    const address = addressOf(step.who);
    const now = (await network.chain.now()) + 1n;
    await network.chain.setNextTime(now);
    let expected: Refusal | undefined;
    let sent: Promise<Hex>;
    if (step.kind === "contribute") {
      const value = toAmount(step.amount, model.limits(address));
      expected = model.contribute(address, value, now);
      sent = pool.contribute(step.who, value);
    } else if (step.kind === "withdraw") {
      expected = model.withdraw(address, now);
      sent = pool.as(step.who).write.withdrawContribution();
    } else {
      expected = model.finalize(address);
      sent = pool.as(step.who).write.finalize();
    }
    if (expected === undefined) await sent;
    else await revertsWith(sent, expected);
  }

  async function compare(pool: TestPool, model: PoolModel): Promise<void> {
    const is = await pool.read.pool();
    assert.equal(is.contributed, model.contributed);
    assert.deepEqual(
      new Map(is.contributions.map(({ staker, amount: value }) => [getAddress(staker), value])),
      model.contributions,
    );
    for (const index of PEOPLE) assert.deepEqual(await pool.limits(index), model.limits(addressOf(index)));
    // A pool holds exactly its contributions; those of a registered node are the rewards contract's.
    assert.equal(await pool.balance(), model.finalized ? 0n : model.contributed);
    const full = model.contributed === is.stakingRequirement;
    const open = is.contributions.length === 0 ? 0 : full ? 2 : 1;
    assert.equal(is.state, model.finalized ? 3 : open);
  }

  async function run({ requirement, places, manual, reserved, operatorReserves, actions }: Setting): Promise<void> {
    const people = PEOPLE.slice(1).map(addressOf);
    const quarter = (requirement + 3n) / 4n;
    const list = reserved.slice(0, places - 1).map((part, i) => ({
      contributor: people[i] ?? addressOf(OPERATOR),
      amount: (requirement * BigInt(part)) / 1_000n,
    }));
    if (operatorReserves) list.push({ contributor: addressOf(OPERATOR), amount: quarter + 5n });
    await network.rewardsAs(OWNER).write.setStakingRequirement([requirement]);
    await network.rewardsAs(OWNER).write.setMaxContributors([BigInt(places)]);
    const pool = await deployPool(network, { reserved: list, manualFinalize: manual });
    const model = new PoolModel({ operator: addressOf(OPERATOR), requirement, places, reserved: list, manual });
    await compare(pool, model);
    await apply(pool, model, { kind: "contribute", who: OPERATOR, amount: "least" });
    for (const step of actions) {
      await apply(pool, model, step);
      await compare(pool, model);
    }
    if (!model.finalized) return;
    const { contributors, deposit } = await network.rewards.read.node([await pool.read.nodeId()]);
    assert.equal(deposit, requirement);
    assert.deepEqual(
      new Map(contributors.map(({ staker, amount: value }) => [getAddress(staker), value])),
      model.contributions,
    );
  }

  before(async () => {
    network = await startPoolNetwork();
  });

  it(`does what it does in ${RUNS} random histories, and always holds exactly its contributions`, async () => {
    await fc.assert(
      fc.asyncProperty(setting, async (drawn) => {
        const revert = await network.chain.snapshot();
        try {
          await run(drawn);
        } finally {
          await revert();
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
