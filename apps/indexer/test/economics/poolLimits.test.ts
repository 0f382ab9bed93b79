import { serviceNodeContributionAbi, seshL2Abi } from "@session/contracts";
import { deployPool, withdrawContribution } from "@session/sdk";
import { type Random, seededRandom } from "@session/testing";
import { type Hex, numberToHex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { expect, it } from "vitest";
import { limitsOf } from "../../src/api/format/poolFormat.ts";
import { contributionsOf, findPool, listPools } from "../../src/views/pools/queries.ts";
import { people, STAKE, type TestChain } from "../pipeline/support/chain.ts";
import { payIntoPool } from "../pipeline/support/poolActions.ts";
import { type FollowedChain, followContracts } from "./support/contracts.ts";

const { deployer, operator } = people;
const POOLS = 3;
const lower = (hex: Hex) => hex.toLowerCase() as Hex;
const contributors = Array.from({ length: 11 }, (_, index) =>
  privateKeyToAccount(numberToHex(7_000 + index, { size: 32 })),
);
const NOBODY = lower(privateKeyToAccount(numberToHex(6_999, { size: 32 })).address);

async function endow(chain: TestChain): Promise<void> {
  for (const { address } of contributors) {
    await chain.anvil.request("anvil_setBalance", [address, numberToHex(10n ** 20n)]);
    const call = { address: chain.addresses.seshL2, abi: seshL2Abi, functionName: "transfer" };
    await chain.send(deployer, { ...call, args: [address, 2n * STAKE] });
  }
}

/** Up to three places kept, the operator's among them or not. */
function reservations(random: Random): { contributor: Hex; amount: bigint }[] {
  const some = random.shuffle(contributors).slice(0, random.int(0, 3));
  const kept = some.map(({ address }) => ({
    contributor: address,
    amount: random.chance(0.2) ? 1n : (STAKE * BigInt(random.int(1, 200))) / 1_000n,
  }));
  if (random.chance(0.4))
    return [...kept, { contributor: operator.address, amount: STAKE / 4n + BigInt(random.int(0, 99)) }];
  return kept;
}

const limitsInContract = ({ client }: TestChain, pool: Hex, account: Hex) =>
  client.readContract({
    address: pool,
    abi: serviceNodeContributionAbi,
    functionName: "contributionLimits",
    args: [account],
  });

/** The arithmetic for everybody, and its twin in SQL for a newcomer, against the contract's own. */
async function expectAsContract(world: FollowedChain, pool: Hex): Promise<void> {
  await world.caughtUp();
  const { chain, database } = world;
  const { queries } = database;
  const row = await findPool(queries, lower(pool));
  if (row === undefined) throw new Error("no pool");
  const inside = (await contributionsOf(queries, [row.address])).get(row.address) ?? [];
  for (const account of [NOBODY, operator.address, ...contributors.map(({ address }) => address)]) {
    const { minimum, maximum } = limitsOf(row, inside, lower(account));
    expect([account, minimum, maximum]).toEqual([account, ...(await limitsInContract(chain, pool, account))]);
  }
  const truth = await chain.client.readContract({
    address: pool,
    abi: serviceNodeContributionAbi,
    functionName: "pool",
  });
  const { left, outstanding, openSlots, minimum, maximum } = limitsOf(row, inside);
  expect({ left, outstanding, openSlots, minimum, maximum }).toEqual({
    ...{ left: truth.stakingRequirement - truth.contributed, outstanding: truth.reservedOutstanding },
    ...{ openSlots: Number(truth.openSlots), minimum: truth.minimumContribution, maximum: truth.maximumContribution },
  });
  const list = (filter: object, sort: "minimum" | "remaining") =>
    listPools(queries, { states: ["open"], ...filter }, { sort, isDescending: false, after: undefined, limit: 100 });
  const sortValueOf = async (filter: object, sort: "minimum" | "remaining") =>
    (await list(filter, sort)).find(({ pool: { address } }) => address === row.address)?.sortValue;
  const isJoinable = row.state === "open" && truth.openSlots > 0n;
  const least = isJoinable ? truth.minimumContribution : undefined;
  const most = isJoinable ? truth.maximumContribution : undefined;
  expect(await sortValueOf({}, "minimum")).toBe(least);
  expect(await sortValueOf({}, "remaining")).toBe(most);
  expect(await sortValueOf({ maxMinimum: truth.minimumContribution }, "minimum")).toBe(least);
  expect(await sortValueOf({ maxMinimum: truth.minimumContribution - 1n }, "minimum")).toBeUndefined();
  expect(await sortValueOf({ minRemaining: truth.maximumContribution }, "remaining")).toBe(most);
  expect(await sortValueOf({ minRemaining: truth.maximumContribution + 1n }, "remaining")).toBeUndefined();
}

/** One contribution of a random account that may, at an edge or between; false if nobody may. */
async function contributeOnce(world: FollowedChain, pool: Hex, random: Random, who: readonly PrivateKeyAccount[]) {
  for (const account of random.shuffle(who)) {
    const [minimum, maximum] = await limitsInContract(world.chain, pool, account.address);
    if (minimum === 0n) continue;
    const span = maximum - minimum;
    const amount = random.pick([
      minimum,
      minimum,
      minimum + span / 1_000n,
      minimum + (span * BigInt(random.int(0, 100))) / 300n,
    ]);
    await payIntoPool(world.chain, account, pool, amount);
    return true;
  }
  return false;
}

it("what a pool takes from whom is what the contract takes, over random fills", { timeout: 240_000 }, async () => {
  const random = seededRandom();
  const world = await followContracts();
  const { chain } = world;
  await endow(chain);
  const factory = chain.addresses.serviceNodeContributionFactory;
  let places = 0;
  for (let index = 0; index < POOLS; index++) {
    const registration = chain.registration(50 + index, operator);
    const deployment = {
      factory,
      registration,
      feeBps: 100,
      reserved: reservations(random),
      manualFinalize: index === 0,
    };
    const { pool } = await deployPool(chain.wallet(operator), deployment);
    await expectAsContract(world, pool);
    await contributeOnce(world, pool, random, [operator]);
    for (let step = 0; step < 6; step++) {
      await expectAsContract(world, pool);
      if (!(await contributeOnce(world, pool, random, contributors))) break;
      places++;
    }
    const { contributions, state } = await chain.client.readContract({
      ...{ address: pool, abi: serviceNodeContributionAbi, functionName: "pool" },
    });
    const leaver = contributors.find(({ address }) => contributions.slice(1).some(({ staker }) => staker === address));
    // Opened again where one of them leaves: its reservation counts again.
    if (state === 1 && leaver !== undefined) {
      await chain.pass(86_400);
      await withdrawContribution(chain.wallet(leaver), { pool });
    }
    await expectAsContract(world, pool);
  }
  expect(places).toBeGreaterThan(POOLS);
});
