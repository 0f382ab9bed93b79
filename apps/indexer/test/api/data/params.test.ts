import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { parameterChanges } from "../../../src/views/parameters/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../../support/openTestDatabase.ts";
import { addressOf, bytes32, DEPOSIT, emptyTables, NOW, openDataApi, refusalOf, SESH } from "./support.ts";

describe.each(DATABASE_KINDS)("parameters on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyTables(database));

  const change = (block: number, name: string, args: Record<string, string>) => ({
    ...{
      blockNumber: BigInt(block),
      logIndex: 0,
      time: BigInt(NOW - 1_000 + block),
      txHash: bytes32(block),
      name,
      args,
    },
  });
  const deployed = [
    change(1, "ClaimCapUpdated", { claimCap: (1_000_000n * SESH).toString() }),
    change(2, "AbsenteeCapUpdated", { absenteeCap: "4000" }),
    change(3, "LiquidationRatiosUpdated", { liquidatorRatio: "3", poolRatio: "17", recipientRatio: "9980" }),
  ];

  it("are those of the genesis and of the newest events, while L2 can't be asked", async () => {
    await database.transaction((writer) =>
      writer.append(parameterChanges, [
        ...deployed,
        change(4, "StakingRequirementUpdated", { stakingRequirement: "1" }),
        change(5, "StakingRequirementUpdated", { stakingRequirement: (20_001n * SESH).toString() }),
        change(6, "Paused", { account: addressOf(1), until: String(NOW + 60) }),
      ]),
    );
    const { client, advance } = await openDataApi(database);
    expect(await client.getParams()).toMatchObject({
      ...{ preset: "devnet", chainId: "31337", nodeApis: ["http://127.0.0.1:4700"] },
      staking: { requirement: (20_001n * SESH).toString(), operatorMinimum: "5000250000000", maxContributors: 10 },
      liquidation: { ratios: { liquidator: "3", pool: "17", recipient: "9980" }, liquidatorReward: "6000300000" },
      claims: { capPerCycle: "1000000000000000", capPerRecipient: "250000000000000", cycleSec: 43_200 },
      pause: { isPaused: true, until: NOW + 60 },
      durations: { chain: { exitGraceSec: 60 }, contract: { exitWaitSec: 30 * 86_400, poolWithdrawalSec: 86_400 } },
    });
    await database.transaction((writer) =>
      writer.append(parameterChanges, [change(7, "Unpaused", { account: addressOf(1) })]),
    );
    advance();
    expect((await client.getParams()).pause).toEqual({ isPaused: false, until: NOW - 993 });
  });

  it("L2_UNAVAILABLE when neither the contract nor its events have told; nodes are answered without penalties", async () => {
    const { client } = await openDataApi(database);
    expect(await refusalOf(client.getParams())).toEqual({ status: 503, code: "L2_UNAVAILABLE" });
    expect(await refusalOf(client.getSupply())).toEqual({ status: 503, code: "L2_UNAVAILABLE" });
    expect((await client.listNodes({})).items).toEqual([]);
    expect((await client.getNetwork()).stake.requirement).toBe(DEPOSIT.toString());
  });
});
