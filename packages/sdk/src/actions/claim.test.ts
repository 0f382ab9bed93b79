import { erc20Abi } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  deployer,
  exitLeaf,
  operator,
  poor,
  registrationOf,
  rewardsLeaf,
  SESH,
  SignedCheckpoint,
  STAKE,
  startContracts,
  type TestContracts,
} from "../../test/support/contracts.ts";
import { problemReply, serve, type TestServer } from "../../test/support/server.ts";
import { SdkError } from "../errors.ts";
import { isCheckpointOnL2 } from "./checkpoint.ts";
import { claim } from "./claim.ts";
import { exit } from "./exit.ts";
import { register } from "./register.ts";

const failure = (detail: Record<string, unknown>) =>
  expect.toSatisfy(
    (error: unknown) =>
      error instanceof SdkError &&
      Object.entries(detail).every(([key, value]) => (error.detail as Record<string, unknown>)[key] === value),
  );

describe("claims and exits against the deployed contracts", () => {
  let contracts: TestContracts;
  let server: TestServer;
  let height = 0;
  let set = [1, 2, 3, 4];
  let setVersion = 4;
  beforeAll(async () => {
    contracts = await startContracts(4);
    await contracts.pass(60);
  });
  afterEach(() => server.close());
  afterAll(() => contracts.anvil.stop());

  const contract = () => contracts.addresses.serviceNodeRewards;
  const balance = (address: `0x${string}`) =>
    contracts.wallet().publicClient.readContract({
      ...{ address: contracts.addresses.seshL2, abi: erc20Abi, functionName: "balanceOf", args: [address] },
    });

  /** The next checkpoint, at the chain's own time. */
  async function nextCheckpoint(leaves: ConstructorParameters<typeof SignedCheckpoint>[2]): Promise<SignedCheckpoint> {
    await contracts.pass(20);
    const { timestamp } = await contracts.wallet().publicClient.getBlock();
    height += 5;
    return new SignedCheckpoint(contracts, { height, time: Number(timestamp) }, leaves);
  }

  it("posts the checkpoint with the first claim, and claims against it afterwards", async () => {
    const signed = await nextCheckpoint([
      rewardsLeaf(poor.address, 7n * SESH),
      rewardsLeaf(operator.address, 5n * SESH),
    ]);
    const certificate = signed.certificate(set, setVersion, new Map([1, 2, 3].map((id) => [id, id])));
    server = await serve((path) => ({
      body: { ...signed.claim(path.endsWith(poor.address) ? poor.address : operator.address), certificate },
    }));
    const { client: node } = server;
    expect(await isCheckpointOnL2(contracts.wallet(), contract(), signed.checkpoint)).toBe(false);
    const before = await balance(poor.address);
    const first = await claim(contracts.wallet(), {
      contract: contract(),
      node,
      recipient: poor.address,
      amount: 3n * SESH,
    });
    expect(first).toMatchObject({ amount: 3n * SESH, lifetimeRewards: 7n * SESH, checkpointHeight: height });
    expect(await isCheckpointOnL2(contracts.wallet(), contract(), signed.checkpoint)).toBe(true);
    const rest = await claim(contracts.wallet(), { contract: contract(), node, recipient: poor.address });
    expect(rest.amount).toBe(4n * SESH);
    expect(await balance(poor.address)).toBe(before + 7n * SESH);
    const again = claim(contracts.wallet(), { contract: contract(), node, recipient: poor.address });
    await expect(again).rejects.toEqual(failure({ code: "CONTRACT_REVERTED", name: "NothingToClaim" }));
    expect((await claim(contracts.wallet(), { contract: contract(), node, recipient: operator.address })).amount).toBe(
      5n * SESH,
    );
  });

  it("fetches the certificate again when the contract's set has changed in between: SignerSetChanged", async () => {
    const signed = await nextCheckpoint([rewardsLeaf(poor.address, 10n * SESH)]);
    const stale = signed.certificate(set, setVersion);
    const domain = { chainId: contracts.anvil.chainId, contract: contract() };
    const { nodeId } = await register(contracts.wallet(operator), {
      ...{ registration: registrationOf(50, operator, domain), sesh: contracts.addresses.seshL2, stake: STAKE },
    });
    set = [...set, nodeId];
    setVersion++;
    const names = new Map([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [nodeId, 50],
    ]);
    const fresh = signed.certificate(set, setVersion, names);
    server = await serve(() => ({
      body: { ...signed.claim(poor.address), certificate: server.asked.length > 1 ? fresh : stale },
    }));
    const { amount } = await claim(contracts.wallet(), {
      contract: contract(),
      node: server.client,
      recipient: poor.address,
    });
    expect(amount).toBe(3n * SESH);
    expect(server.asked).toHaveLength(2);
  });

  it("takes a removed node out with the checkpoint in one transaction, and its stake comes back", async () => {
    const id = set.at(-1) ?? 0;
    const signed = await nextCheckpoint([exitLeaf(id), rewardsLeaf(poor.address, 10n * SESH)]);
    const certificate = signed.certificate(set, setVersion, new Map(set.slice(0, 4).map((node) => [node, node])));
    server = await serve(() => ({ body: { ...signed.exit(id), certificate } }));
    const before = await balance(operator.address);
    const left = await exit(contracts.wallet(), { contract: contract(), node: server.client, nodeId: id });
    expect(left).toMatchObject({ returned: STAKE, lockedUntil: 0 });
    expect(await balance(operator.address)).toBe(before + STAKE);
    set = set.slice(0, 4);
    setVersion++;
    // Somebody was faster, and told by the contract or by a node that has forgotten it: a success all the same.
    const again = await exit(contracts.wallet(operator), { contract: contract(), node: server.client, nodeId: id });
    expect(again).toMatchObject({ returned: STAKE, receipt: { transactionHash: left.receipt.transactionHash } });
    const forgetful = await serve(() => problemReply(404, "NOT_FOUND"));
    const told = await exit(contracts.wallet(operator), { contract: contract(), node: forgetful.client, nodeId: id });
    expect(told.receipt.transactionHash).toBe(left.receipt.transactionHash);
    await forgetful.close();
  });

  it("a node that hasn't left and isn't removed can't be taken out", async () => {
    server = await serve(() => problemReply(404, "NOT_FOUND"));
    const call = exit(contracts.wallet(), { contract: contract(), node: server.client, nodeId: 1 });
    await expect(call).rejects.toEqual(failure({ code: "API_PROBLEM", apiCode: "NOT_FOUND" }));
  });

  it("a forged certificate is refused by its name", async () => {
    const signed = await nextCheckpoint([rewardsLeaf(deployer.address, SESH)]);
    const few = signed.certificate(
      set,
      setVersion,
      new Map([
        [1, 1],
        [2, 2],
      ]),
    );
    const forged = { ...signed.certificate(set, setVersion), signature: few.signature };
    const names = { TooManyAbsentees: few, InvalidCheckpointSignature: forged };
    server = await serve(() => ({ body: { ...signed.claim(deployer.address), certificate } }));
    let certificate = few;
    for (const [name, next] of Object.entries(names)) {
      certificate = next;
      const call = claim(contracts.wallet(), {
        contract: contract(),
        node: server.client,
        recipient: deployer.address,
      });
      await expect(call).rejects.toEqual(failure({ code: "CONTRACT_REVERTED", name }));
    }
  });
});
