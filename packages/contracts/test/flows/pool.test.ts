import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEventLogs } from "viem";
import { rewardRatePoolAbi } from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { OWNER, SESH, startNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

const DAY = 86_400n;
const YEAR = 365n * DAY;
const FUNDING = 40_000_000n * SESH;
const payout = (balance: bigint, seconds: bigint) => (balance * seconds * 151n) / (1_000n * YEAR);

describe("RewardRatePool", () => {
  it("releases 15.1 % simple a year of the balance, to the rewards contract, whoever asks", async () => {
    const { pool, poolAs, chain, addresses, balanceOf } = await startNetwork({ nodes: 0, poolFunding: FUNDING });
    const since = await pool.read.lastPaidOutTime();
    await chain.moveTo(since + 100n * DAY);
    const expected = payout(FUNDING, 100n * DAY);
    assert.equal(await pool.read.calculateReleasedAmount(), expected);
    assert.equal(await pool.read.rewardRate(), payout(FUNDING - expected, 120n));
    await chain.setNextTime(since + 101n * DAY);
    const hash = await poolAs(6).write.payoutReleased();
    const released = payout(FUNDING, 101n * DAY);
    const { logs } = await chain.client.getTransactionReceipt({ hash });
    assert.deepEqual(
      parseEventLogs({ abi: rewardRatePoolAbi, logs, eventName: "FundsReleased" }).map(({ args }) => args),
      [{ amount: released, totalPaidOut: released }],
    );
    assert.equal(await balanceOf(addresses.serviceNodeRewards), released);
    assert.equal(await pool.read.totalPaidOut(), released);
    assert.equal(await pool.read.calculateTotalDeposited(), FUNDING);
    assert.equal(await pool.read.calculateReleasedAmount(), released);
  });

  it("a year of daily releases pays 14 % of the opening balance", async () => {
    const { pool, chain } = await startNetwork({ nodes: 0, poolFunding: FUNDING });
    const since = await pool.read.lastPaidOutTime();
    for (let day = 1n; day <= 365n; day++) {
      await chain.setNextTime(since + day * DAY);
      await pool.write.payoutReleased();
    }
    const paid = await pool.read.totalPaidOut();
    // 1 − (1 − 0.151/365)^365 = 14.02 %.
    assert.ok(paid > (FUNDING * 14_01n) / 10_000n && paid < (FUNDING * 14_03n) / 10_000n, `${paid}`);
  });

  it("never releases more than it holds, and what was released never falls", async () => {
    const { pool, chain, tokenAs, addresses } = await startNetwork({ nodes: 0, poolFunding: FUNDING });
    await chain.pass(20n * YEAR);
    assert.equal(await pool.read.calculateReleasedAmount(), FUNDING);
    assert.equal(await pool.read.rewardRate(), 0n);
    await pool.write.payoutReleased();
    assert.equal(await pool.read.calculateReleasedAmount(), FUNDING);
    await tokenAs(4).write.transfer([addresses.rewardRatePool, SESH]);
    assert.ok((await pool.read.calculateReleasedAmount()) >= FUNDING);
    assert.equal(await pool.read.calculateTotalDeposited(), FUNDING + SESH);
  });

  it("has one beneficiary for ever", async () => {
    const { poolAs, addresses } = await startNetwork({ nodes: 0 });
    const again = poolAs(OWNER).write.setBeneficiary([account(OWNER).address]);
    assert.deepEqual(await revertsWith(again, "BeneficiaryAlreadySet"), [addresses.serviceNodeRewards]);
    await revertsWith(poolAs(4).write.setBeneficiary([account(4).address]), "OwnableUnauthorizedAccount");
  });
});

describe("SESHL2", () => {
  it("is minted and burned by the gateway only", async () => {
    const { tokenAs, token } = await startNetwork({ nodes: 0 });
    const { address } = account(6);
    assert.deepEqual(
      [await token.read.name(), await token.read.symbol(), await token.read.decimals()],
      ["Session Token", "SESH", 9],
    );
    const supply = await token.read.totalSupply();
    await revertsWith(tokenAs(6).write.bridgeMint([address, 1n]), "NotGateway");
    await revertsWith(tokenAs(6).write.bridgeBurn([address, 1n]), "NotGateway");
    await token.write.bridgeMint([address, 5n]);
    assert.equal(await token.read.totalSupply(), supply + 5n);
    await token.write.bridgeBurn([address, 2n]);
    assert.equal(await token.read.totalSupply(), supply + 3n);
    assert.equal(await token.read.l2Gateway(), account(0).address);
  });
});
