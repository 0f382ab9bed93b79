import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Anvil, startAnvil } from "@session/testing";
import { type Address, createPublicClient, http, type Transport } from "viem";
import { type DryRunTransaction, startDryRun } from "../../scripts/dryRun.ts";
import { DeployError, deployContracts, deployTge, deployToken, probeEip2537 } from "../../src/deploy/index.ts";
import { type ContractAddresses, seshL2Abi } from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { devnetParameters } from "./support/parameters.ts";

const CHAIN_ID = 1_337_000_003;
const { address: deployer } = account(0);

describe("a dry run", () => {
  let anvil: Anvil;
  let contracts: ContractAddresses;
  const client = () => createPublicClient({ transport: http(anvil.url, { retryCount: 0 }), cacheTime: 0 });

  before(async () => {
    anvil = await startAnvil({ chainId: CHAIN_ID });
    ({ addresses: contracts } = await deployContracts({
      rpcUrl: anvil.url,
      chainId: CHAIN_ID,
      deployer: account(0),
      owner: account(1),
      preset: "devnet",
      poolFunding: 0n,
      seeds: [],
      pollingMs: 10,
    }));
  });
  after(() => anvil.kill());

  /** Every transaction of the deployer since a block, as the chain has them. */
  async function sentSince(block: bigint) {
    const sent = [];
    for (let number = block + 1n; number <= (await client().getBlockNumber()); number++) {
      const { transactions } = await client().getBlock({ blockNumber: number, includeTransactions: true });
      for (const { from, nonce, to, input } of transactions) sent.push({ from, nonce, to, data: input });
    }
    return sent;
  }
  const lower = ({ from, nonce, to, data }: Pick<DryRunTransaction, "from" | "nonce" | "to" | "data">) => ({
    from: from.toLowerCase(),
    nonce,
    to: to?.toLowerCase() ?? null,
    data,
  });
  const distribute = (transport: Transport) =>
    deployTge({
      transport,
      chainId: CHAIN_ID,
      deployer: account(0),
      tge: devnetParameters().tge,
      contracts,
      mint: true,
      pollingMs: 10,
    });

  it("prints every transaction and sends none; the real run then sends exactly those", async () => {
    const block = await client().getBlockNumber();
    const nonce = await client().getTransactionCount({ address: deployer });
    const printed: DryRunTransaction[] = [];
    const dryRun = await startDryRun(anvil.url, CHAIN_ID, (transaction) => printed.push(transaction));
    try {
      await distribute(dryRun.transport);
    } finally {
      await dryRun.stop();
    }
    assert.deepEqual(printed, dryRun.transactions);
    assert.equal(await client().getBlockNumber(), block);
    assert.equal(await client().getTransactionCount({ address: deployer }), nonce);
    assert.equal(
      await client().readContract({ abi: seshL2Abi, address: contracts.seshL2, functionName: "totalSupply" }),
      0n,
    );
    const { vestings, plan } = await distribute(http(anvil.url, { retryCount: 0 }));
    assert.equal(printed.length, 1 + plan.transfers.length + 2 * vestings.length);
    assert.deepEqual((await sentSince(block)).map(lower), printed.map(lower));

    const described = printed.map(({ description }) => description);
    assert.equal(described.filter((text) => text.startsWith("bridgeMint(")).length, 1);
    for (const { contract, cliff, amount } of vestings) {
      const name = cliff === undefined ? "TokenVestingStaking" : "TokenVestingNoStaking";
      assert.ok(described.includes(`create ${name} at ${contract}`), contract);
      assert.ok(described.includes(`transfer(${contract}, ${amount})`), contract);
    }
  });

  it("stops where a transaction would revert, in the words of the deployment", async () => {
    const dryRun = await startDryRun(anvil.url, CHAIN_ID, () => undefined);
    try {
      const stranger = account(5);
      const attempt = deployTge({
        transport: dryRun.transport,
        chainId: CHAIN_ID,
        deployer: stranger,
        tge: devnetParameters().tge,
        contracts,
        mint: true,
        pollingMs: 10,
      });
      // Only the gateway mints.
      await assert.rejects(attempt, (error) => error instanceof DeployError && error.code === "DEPLOY_MODULE_FAILED");
    } finally {
      await dryRun.stop();
    }
  });

  it("of the token on L1 prints its creation", async () => {
    const dryRun = await startDryRun(anvil.url, CHAIN_ID, () => undefined);
    try {
      const { l1 } = devnetParameters();
      const { sesh } = await deployToken({
        transport: dryRun.transport,
        chainId: CHAIN_ID,
        deployer: account(0),
        l1,
        pollingMs: 10,
      });
      assert.deepEqual(
        dryRun.transactions.map(({ description }) => description),
        [`create SESH at ${sesh}`],
      );
      assert.equal(await client().getCode({ address: sesh }), undefined);
    } finally {
      await dryRun.stop();
    }
  });
});

describe("the probe of EIP-2537", () => {
  const codeOf = (hardfork: string, action: (anvil: Anvil) => Promise<unknown>) =>
    startAnvil({ chainId: CHAIN_ID, args: ["--hardfork", hardfork] }).then(async (anvil) => {
      try {
        return await action(anvil).then(
          () => undefined,
          (error: unknown) => (error instanceof DeployError ? error.detail : error),
        );
      } finally {
        await anvil.kill();
      }
    });
  const unavailable = {
    code: "DEPLOY_EIP2537_UNAVAILABLE",
    chainId: CHAIN_ID,
    precompile: "0x000000000000000000000000000000000000000b",
    answer: "0x",
  };

  it("passes from Prague on, and refuses a chain of Cancun, where the addresses answer nothing", async () => {
    const probe = (anvil: Anvil) => probeEip2537(createPublicClient({ transport: http(anvil.url) }));
    assert.equal(await codeOf("prague", probe), undefined);
    assert.equal(await codeOf("osaka", probe), undefined);
    assert.deepEqual(await codeOf("cancun", probe), unavailable);
  });

  it("stops deployments before anything is sent", async () => {
    const here = "0x00000000000000000000000000000000000000A1" satisfies Address;
    const contracts: ContractAddresses = {
      seshL2: here,
      rewardRatePool: here,
      serviceNodeRewards: here,
      serviceNodeContributionFactory: here,
    };
    for (const deploy of [
      (rpcUrl: string) =>
        deployContracts({
          rpcUrl,
          chainId: CHAIN_ID,
          deployer: account(0),
          owner: account(1),
          preset: "devnet",
          poolFunding: 0n,
          seeds: [],
        }),
      (rpcUrl: string) =>
        deployTge({
          rpcUrl,
          chainId: CHAIN_ID,
          deployer: account(0),
          tge: devnetParameters().tge,
          contracts,
          mint: true,
        }),
    ]) {
      const detail = await codeOf("cancun", async (anvil) => {
        try {
          await deploy(anvil.url);
        } finally {
          assert.equal(await anvil.request("eth_blockNumber"), "0x0");
        }
      });
      assert.deepEqual(detail, unavailable);
    }
  });

  it("doesn't take a provider that can't be reached for a chain without precompiles", async () => {
    const gone = createPublicClient({ transport: http("http://127.0.0.1:9", { retryCount: 0 }) });
    await assert.rejects(probeEip2537(gone), (error) => !(error instanceof DeployError));
  });
});
