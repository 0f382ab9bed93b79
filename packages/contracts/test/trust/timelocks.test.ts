import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, encodeFunctionData, keccak256, toHex, zeroHash } from "viem";
import { proxyAdminAbi } from "../../src/abis/generated/ProxyAdmin.ts";
import { serviceNodeRewardsAbi, timelockControllerAbi } from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { OPERATOR, REQUIREMENT, SESH, startNetwork, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";
import { currentRelease, deployImplementation, proxyAdmin, proxySlot } from "./support/implementations.ts";
import { DAY, deployTimelocks, PROPOSER, schedule, timelockAs } from "./support/timelocks.ts";

const role = (name: string) => keccak256(toHex(name));
const ADMIN_ROLE = zeroHash;

describe("the timelocks that own a mainnet", () => {
  let network: TestNetwork;
  let upgrades: Address;
  let parameters: Address;
  let revert: () => Promise<void>;

  before(async () => {
    network = await startNetwork({
      nodes: 2,
      preset: "mainnet",
      owners: async (chain) => {
        ({ upgrades, parameters } = await deployTimelocks(chain));
        return { owner: parameters, upgradeOwner: upgrades };
      },
    });
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  const encode = (functionName: "acceptOwnership" | "setClaimCap", args: readonly [] | readonly [bigint] = []) =>
    encodeFunctionData({ abi: serviceNodeRewardsAbi, functionName, args } as Parameters<typeof encodeFunctionData>[0]);
  const takeOver = async () => {
    const contracts = [network.rewards.address, network.pool.address];
    const executions = [];
    for (const contract of contracts)
      executions.push(await schedule(network.chain, parameters, contract, encode("acceptOwnership")));
    await network.chain.pass(2n * DAY);
    for (const execute of executions) await execute();
  };

  it("wait 35 days for upgrades and 2 for parameters, and nobody but themselves administers them", async () => {
    for (const [timelock, delay] of [
      [upgrades, 35n * DAY],
      [parameters, 2n * DAY],
    ] as const) {
      const { read } = timelockAs(network.chain, timelock, 0);
      assert.equal(await read.getMinDelay(), delay);
      assert.equal(await read.hasRole([ADMIN_ROLE, timelock]), true);
      const deployer = account(0).address;
      for (const name of ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE"])
        assert.equal(await read.hasRole([role(name), deployer]), false, `the deployer has ${name}`);
      assert.equal(await read.hasRole([ADMIN_ROLE, deployer]), false);
      assert.equal(await read.hasRole([role("PROPOSER_ROLE"), account(PROPOSER).address]), true);
      const shorter = timelockAs(network.chain, timelock, PROPOSER).write.updateDelay([0n]);
      assert.deepEqual(await errorOf(shorter), "TimelockUnauthorizedCaller");
    }
  });

  it("take the contracts over by scheduled calls; the deployer is left with nothing", async () => {
    assert.equal(await network.rewards.read.pendingOwner(), parameters);
    await takeOver();
    for (const contract of [network.rewards, network.pool]) {
      assert.equal(await contract.read.owner(), parameters);
      const admin = await proxyAdmin(network.chain, contract.address, 0);
      assert.equal(await admin.read.owner(), upgrades);
    }
    await revertsWith(network.rewards.write.setClaimCap([100_000n * SESH]), "OwnableUnauthorizedAccount");
  });

  it("parameters change two days after the call was scheduled, not before", async () => {
    await takeOver();
    const cap = 100_000n * SESH;
    const execute = await schedule(network.chain, parameters, network.rewards.address, encode("setClaimCap", [cap]));
    await network.chain.pass(2n * DAY - 60n);
    assert.equal(await errorOf(execute()), "TimelockUnexpectedOperationState");
    await network.chain.pass(60n);
    assert.equal(await errorOf(execute(0)), "AccessControlUnauthorizedAccount");
    await execute();
    assert.equal((await network.rewards.read.params()).claimCap, cap);
  });

  it("an upgrade waits longer than the escape: who asks to leave when it is scheduled is gone before it runs", async () => {
    const { chain, rewards, addresses } = network;
    const next = await deployImplementation(chain, currentRelease, addresses.seshL2, "mainnet");
    const admin = await proxyAdmin(chain, rewards.address, 0);
    const data = encodeFunctionData({
      abi: proxyAdminAbi,
      functionName: "upgradeAndCall",
      args: [rewards.address, next, "0x"],
    });
    await revertsWith(admin.write.upgradeAndCall([rewards.address, next, "0x"]), "OwnableUnauthorizedAccount");
    const execute = await schedule(chain, upgrades, admin.address, data);
    await network.rewardsAs(OPERATOR).write.initiateExitBLSPublicKey([1]);
    await chain.pass(30n * DAY);
    assert.equal(await errorOf(execute()), "TimelockUnexpectedOperationState");
    const before = await network.balanceOf(account(OPERATOR).address);
    await rewards.write.exitBLSPublicKeyAfterWaitTime([1]);
    assert.equal((await network.balanceOf(account(OPERATOR).address)) - before, REQUIREMENT);
    await chain.pass(5n * DAY - 60n);
    assert.equal(await errorOf(execute()), "TimelockUnexpectedOperationState");
    await chain.pass(60n);
    await execute();
    assert.equal(await proxySlot(chain, rewards.address, "implementation"), next.toLowerCase());
  });

  /** Name of the custom error a call of a timelock reverts with. */
  async function errorOf(call: Promise<unknown>): Promise<string> {
    const message = await call.then(
      () => assert.fail("expected a revert"),
      (error: unknown) => (error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error)),
    );
    const named = timelockControllerAbi.find((item) => item.type === "error" && message.includes(`${item.name}(`));
    assert.ok(named !== undefined && "name" in named, message);
    return named.name;
  }
});
