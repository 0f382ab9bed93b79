import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, getAddress, getContract, parseEventLogs, parseSignature, zeroAddress } from "viem";
import { deployContract } from "viem/actions";
import { devnetL1GatewayArtifact, seshAbi, seshArtifact } from "../../src/index.ts";
import { account, createChain, type TestChain } from "../support/chain.ts";
import { revertsWith } from "../support/reverts.ts";

const SUPPLY = 240_000_000n * 1_000_000_000n;
const HOLDER = 1;
const REGISTRAR = 2;
const STRANGER = 3;
const [holder, registrar, stranger] = [HOLDER, REGISTRAR, STRANGER].map((index) => account(index).address) as [
  Address,
  Address,
  Address,
];
const L2_TOKEN = "0x00000000000000000000000000000000000000A2";

describe("SESH on L1", () => {
  let chain: TestChain;
  let token: Address;
  let gateway: Address;
  let revert: () => Promise<void>;

  const as = (index: number) =>
    getContract({ abi: seshAbi, address: token, client: { public: chain.client, wallet: chain.wallet(index) } });
  const created = async (hash: `0x${string}`) => {
    const { contractAddress } = await chain.client.getTransactionReceipt({ hash });
    assert.ok(contractAddress != null);
    return getAddress(contractAddress);
  };
  const deploy = (...[to, at, router, by]: [Address, Address, Address, Address]) =>
    deployContract(chain.wallet(0), { ...seshArtifact, args: [to, at, router, by] });
  /** Registration that pays 3 wei for the gateway's ticket and 4 for the router's. */
  const registration = (l2Token: Address) => [l2Token, 10n, 20n, 30n, 40n, 50n, 3n, 4n, stranger] as const;

  before(async () => {
    chain = await createChain();
    gateway = await created(
      await deployContract(chain.wallet(0), { ...devnetL1GatewayArtifact, args: [account(0).address] }),
    );
    token = await created(await deploy(holder, gateway, gateway, registrar));
    revert = await chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await chain.snapshot();
  });

  it("mints 240,000,000 once, to its holder, and has no way to mint, burn or change hands of power", async () => {
    const { read } = as(0);
    assert.deepEqual([await read.name(), await read.symbol(), await read.decimals()], ["Session Token", "SESH", 9]);
    assert.equal(await read.totalSupply(), SUPPLY);
    assert.equal(await read.balanceOf([holder]), SUPPLY);
    const writes = seshAbi.flatMap((item) =>
      item.type === "function" && (item.stateMutability === "nonpayable" || item.stateMutability === "payable")
        ? [item.name]
        : [],
    );
    assert.deepEqual(writes.toSorted(), ["approve", "permit", "registerTokenOnL2", "transfer", "transferFrom"]);
  });

  it("takes a permit", async () => {
    const deadline = (await chain.now()) + 100n;
    const signature = await account(HOLDER).signTypedData({
      domain: { name: "Session Token", version: "1", chainId: chain.chainId, verifyingContract: token },
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
      message: { owner: holder, spender: stranger, value: 9n, nonce: 0n, deadline },
    });
    const { r, s, yParity } = parseSignature(signature);
    await as(STRANGER).write.permit([holder, stranger, 9n, deadline, 27 + yParity, r, s]);
    await as(STRANGER).write.transferFrom([holder, stranger, 9n]);
    assert.equal(await as(0).read.balanceOf([stranger]), 9n);
  });

  it("registers itself at gateway and router with both tickets' value, by its registrar", async () => {
    assert.equal(await as(0).read.l2Address(), zeroAddress);
    const before = await chain.client.getBalance({ address: stranger });
    const hash = await as(REGISTRAR).write.registerTokenOnL2(registration(L2_TOKEN), { value: 7n });
    const { logs } = await chain.client.getTransactionReceipt({ hash });
    const events = parseEventLogs({ abi: [...seshAbi, ...devnetL1GatewayArtifact.abi], logs, strict: true });
    assert.deepEqual(
      events.map(({ eventName, args }) => ({ eventName, args })),
      [
        { eventName: "TokenSet", args: { l1Token: token, l2Token: L2_TOKEN, number: 1n } },
        { eventName: "GatewaySet", args: { l1Token: token, gateway } },
        { eventName: "RegisteredOnL2", args: { l2Token: L2_TOKEN, gatewayTicket: 1n, routerTicket: 2n } },
      ],
    );
    assert.equal((await chain.client.getBalance({ address: stranger })) - before, 7n);
    assert.equal(await as(0).read.l2Address(), L2_TOKEN);
    // A ticket may have expired on L2: the same again, never another.
    await as(REGISTRAR).write.registerTokenOnL2(registration(L2_TOKEN), { value: 7n });
    const other = as(REGISTRAR).write.registerTokenOnL2(registration(stranger), { value: 7n });
    assert.deepEqual(await revertsWith(other, "RegisteredElsewhere"), [L2_TOKEN, stranger]);
  });

  it("shows Arbitrum's sign only while it registers", async () => {
    await revertsWith(as(0).read.isArbitrumEnabled(), "NotRegistering");
    await as(REGISTRAR).write.registerTokenOnL2(registration(L2_TOKEN), { value: 7n });
    await revertsWith(as(0).read.isArbitrumEnabled(), "NotRegistering");
  });

  it("refuses strangers, a missing counterpart, and value that isn't the tickets'", async () => {
    for (const index of [0, HOLDER, STRANGER])
      assert.deepEqual(
        await revertsWith(as(index).write.registerTokenOnL2(registration(L2_TOKEN), { value: 7n }), "NotRegistrar"),
        [account(index).address],
      );
    const nowhere = as(REGISTRAR).write.registerTokenOnL2(registration(zeroAddress), { value: 7n });
    await revertsWith(nowhere, "ZeroAddress");
    for (const value of [6n, 8n])
      assert.deepEqual(
        await revertsWith(as(REGISTRAR).write.registerTokenOnL2(registration(L2_TOKEN), { value }), "WrongValue"),
        [value, 7n],
      );
  });

  it("isn't made without gateway, router or registrar", async () => {
    await revertsWith(deploy(holder, zeroAddress, gateway, registrar), "ZeroAddress");
    await revertsWith(deploy(holder, gateway, zeroAddress, registrar), "ZeroAddress");
    await revertsWith(deploy(holder, gateway, gateway, zeroAddress), "ZeroAddress");
  });

  it("the devnet's bridge refuses every chain that isn't a devnet", async () => {
    const real = await createChain(42161);
    const made = deployContract(real.wallet(0), { ...devnetL1GatewayArtifact, args: [holder] });
    assert.deepEqual(await revertsWith(made, "NotADevnet"), [42161n]);
  });
});
