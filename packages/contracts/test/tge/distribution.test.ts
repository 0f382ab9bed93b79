import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, beforeEach, describe, it } from "node:test";
import { zeroAddress } from "viem";
import { type DeployTgeReturnType, deployTge } from "../../src/deploy/index.ts";
import {
  parseNetworkParameters,
  type TgeVesting,
  tokenVestingNoStakingAbi,
  tokenVestingStakingAbi,
} from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { startNetwork, type TestNetwork } from "../support/network.ts";
import { devnetParameters, devnetWith, tgeError } from "./support/parameters.ts";

const SESH = 1_000_000_000n;
const SUPPLY = 240_000_000n * SESH;
const at = (text: string) => BigInt(Date.parse(text) / 1_000);

/** The published supply table: whole SESH per category and lockup. */
const TABLE: Readonly<Record<string, Readonly<Record<string, bigint>>>> = {
  "Oxen Coin Claims": { none: 30_000_000n },
  "Service Node Bonus": { none: 30_000_000n },
  "Treasury: Session Nodes": { A: 15_000_000n },
  "Treasury: contributors": { D: 11_000_000n },
  "Treasury: advisors": { B: 1_000_000n },
  "Treasury: operational": { none: 6_000_000n, D: 27_000_000n },
  "Ecosystem and community": { B: 30_000_000n, none: 13_000_000n },
  "Strategic sale": { A: 4_489_700n, B: 8_332_750n },
  "Staking reward pool": { pool: 63_177_550n },
  "Testnet incentive program": { incentive: 1_000_000n },
};
/** Where a part of the deployment stands in the table. */
const ROW: Readonly<Record<string, string>> = {
  oxenCoinClaims: "Oxen Coin Claims",
  serviceNodeBonus: "Service Node Bonus",
  treasurySessionNodes: "Treasury: Session Nodes",
  treasuryContributors: "Treasury: contributors",
  treasuryAdvisors: "Treasury: advisors",
  treasuryOperational: "Treasury: operational",
  treasuryOperationalLocked: "Treasury: operational",
  ecosystem: "Ecosystem and community",
  ecosystemLocked: "Ecosystem and community",
  strategicSaleStakeable: "Strategic sale",
  strategicSaleLocked: "Strategic sale",
  stakingRewardPool: "Staking reward pool",
  testnetIncentive: "Testnet incentive program",
};
/** Lockups by the contract's own times, for a token generation on 21 May 2030, 12:00. */
const LOCKUP_BY_TIMES: Readonly<Record<string, string>> = {
  [`stakeable ${at("2032-05-21T12:00:00Z")}`]: "A",
  [`${at("2031-05-21T12:00:00Z")} ${at("2032-05-21T12:00:00Z")}`]: "B",
  [`${at("2031-05-21T12:00:00Z")} ${at("2033-05-21T12:00:00Z")}`]: "D",
  [`stakeable ${at("2030-08-19T12:00:00Z")}`]: "incentive",
};

describe("the token generation", () => {
  let network: TestNetwork;
  let revert: () => Promise<void>;

  before(async () => {
    network = await startNetwork({ nodes: 0, poolFunding: 0n, mint: [] });
    assert.equal(await network.token.read.totalSupply(), 0n);
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  const common = () => ({
    transport: network.chain.transport,
    chainId: network.chain.chainId,
    deployer: account(0),
    contracts: network.addresses,
    pollingMs: 1,
  });
  const transactions = () => network.chain.client.getTransactionCount({ address: account(0).address });
  /** What a vesting is, read from its contract alone. */
  async function lockupOf({ contract, cliff }: TgeVesting & { contract: `0x${string}` }): Promise<string | undefined> {
    const { client } = network.chain;
    const read = { abi: tokenVestingNoStakingAbi, address: contract } as const;
    const end = await client.readContract({ ...read, functionName: "end" });
    if (cliff === undefined) {
      const staking = { abi: tokenVestingStakingAbi, address: contract } as const;
      assert.equal(
        await client.readContract({ ...staking, functionName: "serviceNodeRewards" }),
        network.rewards.address,
      );
      assert.equal(
        await client.readContract({ ...staking, functionName: "contributionFactory" }),
        network.addresses.serviceNodeContributionFactory,
      );
      return LOCKUP_BY_TIMES[`stakeable ${end}`];
    }
    return LOCKUP_BY_TIMES[`${await client.readContract({ ...read, functionName: "cliff" })} ${end}`];
  }
  /** Sums of balances as the supply table has them. */
  async function actualTable({ plan, vestings }: DeployTgeReturnType) {
    const table: Record<string, Record<string, bigint>> = {};
    const add = (part: string, lockup: string, amount: bigint) => {
      const row = ROW[part] ?? part;
      table[row] = { ...table[row], [lockup]: (table[row]?.[lockup] ?? 0n) + amount };
    };
    for (const { part, to } of plan.transfers)
      add(part, part === "stakingRewardPool" ? "pool" : "none", await network.balanceOf(to));
    for (const vesting of vestings)
      add(vesting.part, (await lockupOf(vesting)) ?? "unknown", await network.balanceOf(vesting.contract));
    return table;
  }

  it("mints 240,000,000 and leaves every balance as published, lockups read from the contracts", async () => {
    const { tge } = devnetParameters();
    const result = await deployTge({ ...common(), tge, mint: true });
    const table = await actualTable(result);
    const expected = Object.fromEntries(
      Object.entries(TABLE).map(([row, parts]) => [
        row,
        Object.fromEntries(Object.entries(parts).map(([lockup, sesh]) => [lockup, sesh * SESH])),
      ]),
    );
    assert.deepEqual(table, expected);
    const sum = Object.values(table)
      .flatMap((row) => Object.values(row))
      .reduce((all, amount) => all + amount, 0n);
    assert.equal(sum, SUPPLY);
    assert.equal(await network.token.read.totalSupply(), SUPPLY);
    assert.equal(await network.balanceOf(account(0).address), 0n);
  });

  it("gives each vesting the beneficiary, revoker and right to hand on of its grant", async () => {
    const { tge } = devnetParameters();
    const { vestings } = await deployTge({ ...common(), tge, mint: true });
    for (const { part, id, contract } of vestings) {
      const read = { abi: tokenVestingNoStakingAbi, address: contract } as const;
      const grant = tge.grants[part][Number(id.slice(part.length + 1))];
      assert.ok(grant !== undefined);
      const { client } = network.chain;
      assert.deepEqual(
        [
          await client.readContract({ ...read, functionName: "beneficiary" }),
          await client.readContract({ ...read, functionName: "revoker" }),
          await client.readContract({ ...read, functionName: "transferable" }),
          await client.readContract({ ...read, functionName: "releasable" }),
        ],
        [grant.beneficiary, grant.revocable ? tge.revoker : zeroAddress, grant.transferable, 0n],
      );
    }
  });

  it("distributes what was bridged over, and refuses to begin with less", async () => {
    const { tge } = devnetParameters();
    const { address: deployer } = account(0);
    await network.token.write.bridgeMint([deployer, SUPPLY - 1n]);
    const sent = await transactions();
    await assert.rejects(
      deployTge({ ...common(), tge }),
      tgeError({ code: "TGE_FUNDS_MISSING", expected: SUPPLY, actual: SUPPLY - 1n }),
    );
    assert.equal(await transactions(), sent);
    await network.token.write.bridgeMint([deployer, 1n]);
    // The deployer is a recipient here.
    await deployTge({ ...common(), tge: { ...tge, accounts: { ...tge.accounts, ecosystem: deployer } } });
    assert.equal(await network.balanceOf(deployer), 13_000_000n * SESH);
    assert.equal(await network.balanceOf(network.addresses.rewardRatePool), 63_177_550n * SESH);
  });

  it("sends nothing when the grants aren't their part", async () => {
    const { tge } = parseNetworkParameters(devnetWith({ "tge.grants.ecosystemLocked.0.sesh": "30000001" }));
    const sent = await transactions();
    await assert.rejects(
      deployTge({ ...common(), tge, mint: true }),
      tgeError({
        code: "TGE_SUM_MISMATCH",
        part: "ecosystemLocked",
        expected: 30_000_000n * SESH,
        actual: 30_000_001n * SESH,
      }),
    );
    assert.equal(await transactions(), sent);
  });

  it("1.19: run again with its journal it pays nothing twice; a payment that is missing is found", async () => {
    const { tge } = devnetParameters();
    const deploymentDir = await mkdtemp(join(tmpdir(), "tge-"));
    try {
      const first = await deployTge({ ...common(), tge, mint: true, deploymentDir });
      const sent = await transactions();
      const second = await deployTge({ ...common(), tge, mint: true, deploymentDir });
      assert.deepEqual(second.vestings, first.vestings);
      assert.equal(await transactions(), sent);
      // Whatever took tokens out of a vesting, the check says so instead of believing the journal.
      const [vesting] = first.vestings;
      assert.ok(vesting !== undefined);
      await network.token.write.bridgeBurn([vesting.contract, 1n]);
      await assert.rejects(
        deployTge({ ...common(), tge, mint: true, deploymentDir }),
        tgeError({
          code: "TGE_BALANCE_MISMATCH",
          account: vesting.contract,
          expected: vesting.amount,
          actual: vesting.amount - 1n,
        }),
      );
    } finally {
      await rm(deploymentDir, { recursive: true });
    }
  });
});
