import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Anvil, startAnvil } from "@session/testing";
import {
  type Abi,
  type Address,
  type Client,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
} from "viem";
import { simulateContract } from "viem/actions";
import {
  devnetL1GatewayAbi,
  devnetL1GatewayArtifact,
  devnetL2GatewayAbi,
  devnetL2GatewayArtifact,
  seshAbi,
  seshArtifact,
  seshL2Abi,
  seshL2Artifact,
} from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { revertsWith } from "../support/reverts.ts";
import { type BridgeEnd, createRelayer } from "./support/relayer.ts";

const SUPPLY = 240_000_000n * 1_000_000_000n;
/** Accounts of the roles. */
const DEPLOYER = 0;
const RELAYER = 1;
const HOLDER = 2;
const RECIPIENT = 3;
const [relayerAddress, holder, recipient] = [RELAYER, HOLDER, RECIPIENT].map((index) => account(index).address) as [
  Address,
  Address,
  Address,
];

/** One Anvil and what a test does on it. */
async function startChain(chainId: number) {
  const anvil = await startAnvil({ chainId });
  const chain = defineChain({
    id: chainId,
    name: "devnet",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [anvil.url] } },
  });
  const transport = http(anvil.url, { retryCount: 0 });
  const client = createPublicClient({ chain, transport, pollingInterval: 20, cacheTime: 0 });
  const wallet = (index: number) => createWalletClient({ chain, transport, account: account(index) });
  const settle = async (hash: Hex) => {
    const receipt = await client.waitForTransactionReceipt({ hash });
    assert.equal(receipt.status, "success");
    return receipt;
  };
  return {
    anvil,
    client,
    wallet,
    settle,
    async deploy(artifact: { abi: Abi; bytecode: Hex }, args: readonly unknown[]): Promise<Address> {
      const { contractAddress } = await settle(await wallet(DEPLOYER).deployContract({ ...artifact, args }));
      assert.ok(contractAddress != null);
      return contractAddress;
    },
  };
}

describe("the devnet's bridge between two Anvils", () => {
  const anvils: Anvil[] = [];
  let l1: Awaited<ReturnType<typeof startChain>>;
  let l2: Awaited<ReturnType<typeof startChain>>;
  let sesh: Address;
  let seshL2: Address;
  let ends: { l1: BridgeEnd; l2: BridgeEnd };

  const balance1 = (of: Address) =>
    l1.client.readContract({ abi: seshAbi, address: sesh, functionName: "balanceOf", args: [of] });
  const balance2 = (of: Address) =>
    l2.client.readContract({ abi: seshL2Abi, address: seshL2, functionName: "balanceOf", args: [of] });
  /** What is on L2 is held on L1, and L1's supply never changes. */
  const requireConserved = async () => {
    assert.equal(await l1.client.readContract({ abi: seshAbi, address: sesh, functionName: "totalSupply" }), SUPPLY);
    const onL2 = await l2.client.readContract({ abi: seshL2Abi, address: seshL2, functionName: "totalSupply" });
    assert.equal(await balance1(ends.l1.gateway), onL2);
    return onL2;
  };
  const deposit = async (amount: bigint) => {
    const wallet = l1.wallet(HOLDER);
    await l1.settle(
      await wallet.writeContract({
        abi: seshAbi,
        address: sesh,
        functionName: "approve",
        args: [ends.l1.gateway, amount],
      }),
    );
    await l1.settle(
      await wallet.writeContract({
        abi: devnetL1GatewayAbi,
        address: ends.l1.gateway,
        functionName: "outboundTransfer",
        args: [sesh, recipient, amount, 0n, 0n, "0x"],
      }),
    );
  };
  const withdraw = async (amount: bigint) =>
    l2.settle(
      await l2.wallet(RECIPIENT).writeContract({
        abi: devnetL2GatewayAbi,
        address: ends.l2.gateway,
        functionName: "outboundTransfer",
        args: [sesh, holder, amount, "0x"],
      }),
    );

  before(async () => {
    l1 = await startChain(1_337_000_001);
    anvils.push(l1.anvil);
    l2 = await startChain(1_337_000_002);
    anvils.push(l2.anvil);
    const gateway1 = await l1.deploy(devnetL1GatewayArtifact, [relayerAddress]);
    const gateway2 = await l2.deploy(devnetL2GatewayArtifact, [relayerAddress]);
    sesh = await l1.deploy(seshArtifact, [holder, gateway1, gateway1, account(DEPLOYER).address]);
    seshL2 = await l2.deploy(seshL2Artifact, [sesh, gateway2]);
    ends = {
      l1: { client: l1.client, wallet: l1.wallet(RELAYER), gateway: gateway1 },
      l2: { client: l2.client, wallet: l2.wallet(RELAYER), gateway: gateway2 },
    };
  });
  after(async () => {
    for (const anvil of anvils) await anvil.kill();
  });

  it("takes nothing before the token has registered itself", async () => {
    const early = simulateContract(l1.client as Client, {
      abi: devnetL1GatewayAbi,
      address: ends.l1.gateway,
      functionName: "outboundTransfer",
      args: [sesh, recipient, 1n, 0n, 0n, "0x"],
      account: holder,
    });
    await revertsWith(early, "TokenNotRegistered");
  });

  it("registers, deposits and withdraws, each message once, and conserves the supply", async () => {
    const relayer = createRelayer(ends.l1, ends.l2);
    const { address: back } = account(DEPLOYER);
    await l1.settle(
      await l1.wallet(DEPLOYER).writeContract({
        abi: seshAbi,
        address: sesh,
        functionName: "registerTokenOnL2",
        args: [seshL2, 0n, 0n, 0n, 0n, 0n, 1n, 1n, back],
        value: 2n,
      }),
    );
    assert.deepEqual(await relayer.relay(), { registrations: 1, deposits: 0, withdrawals: 0 });
    await deposit(1_000n);
    await deposit(234n);
    assert.equal(await balance2(recipient), 0n);
    assert.deepEqual(await relayer.relay(), { registrations: 0, deposits: 2, withdrawals: 0 });
    assert.equal(await requireConserved(), 1_234n);
    await withdraw(1_000n);
    assert.equal(await balance2(recipient), 234n);
    assert.deepEqual(await relayer.relay(), { registrations: 0, deposits: 0, withdrawals: 1 });
    assert.equal(await requireConserved(), 234n);
    assert.equal(await balance1(holder), SUPPLY - 234n);
    // A relayer started anew knows from the gateways what was done.
    const again = createRelayer(ends.l1, ends.l2);
    assert.deepEqual(await again.relay(), { registrations: 0, deposits: 0, withdrawals: 0 });
  });

  it("watches both chains and brings the whole supply over and back", async () => {
    const watching = new AbortController();
    const ended = createRelayer(ends.l1, ends.l2).watch(watching.signal);
    try {
      await deposit(SUPPLY - 234n);
      await until(async () => (await balance2(recipient)) === SUPPLY);
      assert.equal(await requireConserved(), SUPPLY);
      await withdraw(SUPPLY);
      await until(async () => (await balance1(holder)) === SUPPLY);
      assert.equal(await requireConserved(), 0n);
    } finally {
      watching.abort();
      await ended;
    }
  });

  it("believes the relayer alone, and no message twice", async () => {
    const data = `0x${"01".padStart(64, "0")}` as Hex;
    const finalize = (index: number, end: BridgeEnd, client: Client, message: Hex) =>
      simulateContract(client, {
        abi: devnetL2GatewayAbi,
        address: end.gateway,
        functionName: "finalizeInboundTransfer",
        args: [sesh, holder, holder, 1n, message],
        account: account(index),
      });
    for (const [end, client] of [
      [ends.l1, l1.client],
      [ends.l2, l2.client],
    ] as const)
      assert.deepEqual(await revertsWith(finalize(HOLDER, end, client as Client, data), "NotRelayer"), [holder]);
    // The first withdrawal has number 1; the first deposit came after the two tickets of the registration.
    assert.deepEqual(await revertsWith(finalize(RELAYER, ends.l1, l1.client as Client, data), "AlreadyFinalized"), [
      1n,
    ]);
    const third = `0x${"03".padStart(64, "0")}` as Hex;
    assert.deepEqual(await revertsWith(finalize(RELAYER, ends.l2, l2.client as Client, third), "AlreadyFinalized"), [
      3n,
    ]);
  });
});

/** Looks again until it holds; the test's own timeout ends it. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
