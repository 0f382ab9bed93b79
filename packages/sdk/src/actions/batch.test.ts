import { serviceNodeRewardsAbi } from "@session/contracts";
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
import { batch } from "./batch.ts";
import type { BatchOutcome } from "./batchReceipt.ts";
import { isCheckpointOnL2 } from "./checkpoint.ts";
import { exit } from "./exit.ts";
import { register } from "./register.ts";

const DAY = 86_400;

const codeOf = (outcome: BatchOutcome | undefined): string => {
  if (outcome?.status !== "refused") return outcome?.status ?? "missing";
  const { error } = outcome;
  if (!(error instanceof SdkError)) return error.message;
  return error.detail.code === "CONTRACT_REVERTED" ? error.detail.name : error.detail.code;
};
const codes = (outcomes: readonly BatchOutcome[]) => outcomes.map(codeOf);

describe("batches against the deployed contracts", () => {
  let contracts: TestContracts;
  let server: TestServer | undefined;
  let height = 0;
  /** Names of the active nodes' test keys by id. */
  const names = new Map([1, 2, 3, 4].map((id) => [id, id]));
  let setVersion = 4;
  beforeAll(async () => {
    contracts = await startContracts(4);
    await contracts.pass(60);
  });
  afterEach(() => server?.close());
  afterAll(() => contracts.anvil.stop());

  const contract = () => contracts.addresses.serviceNodeRewards;
  const client = () => contracts.wallet().publicClient;
  const balance = (address: `0x${string}`) =>
    client().readContract({
      ...{ address: contracts.addresses.seshL2, abi: erc20Abi, functionName: "balanceOf", args: [address] },
    });
  const sent = (address: `0x${string}`) => client().getTransactionCount({ address });
  const requestedAt = async (id: number) =>
    (await client().readContract({ address: contract(), abi: serviceNodeRewardsAbi, functionName: "node", args: [id] }))
      .leaveRequestedAt;

  async function registerNode(name: number): Promise<number> {
    const domain = { chainId: contracts.anvil.chainId, contract: contract() };
    const { nodeId } = await register(contracts.wallet(operator), {
      ...{ registration: registrationOf(name, operator, domain), sesh: contracts.addresses.seshL2, stake: STAKE },
    });
    names.set(nodeId, name);
    setVersion++;
    return nodeId;
  }
  const left = (id: number) => {
    names.delete(id);
    setVersion++;
  };
  async function nextCheckpoint(leaves: ConstructorParameters<typeof SignedCheckpoint>[2]): Promise<SignedCheckpoint> {
    await contracts.pass(20);
    const { timestamp } = await client().getBlock();
    height += 5;
    return new SignedCheckpoint(contracts, { height, time: Number(timestamp) }, leaves);
  }
  const certify = (signed: SignedCheckpoint) => signed.certificate([...names.keys()], setVersion, names);
  const exitIdOf = (path: string) => Number(/\/v1\/exits\/(\d+)$/.exec(path)?.[1]);

  it("asks for the exit of many in one transaction; one that isn't the account's own is left out and named", async () => {
    const [first, second] = [await registerNode(50), await registerNode(51)];
    server = await serve(() => problemReply(404, "NOT_FOUND"));
    const before = await sent(operator.address);
    const items = [first, 1, second].map((nodeId) => ({ type: "requestExit", nodeId }) as const);
    const { receipt, outcomes } = await batch(contracts.wallet(operator), {
      ...{ contract: contract(), node: server.client, items },
    });
    expect(codes(outcomes)).toEqual(["done", "NotContributor", "done"]);
    expect(outcomes.map(({ item }) => item)).toEqual(items);
    expect(receipt?.status).toBe("success");
    expect(await sent(operator.address)).toBe(before + 1);
    expect([(await requestedAt(first)) > 0n, await requestedAt(1), (await requestedAt(second)) > 0n]).toEqual([
      true,
      0n,
      true,
    ]);
    // Nothing was asked of the node: a request needs no proof.
    expect(server.asked).toEqual([]);
  });

  it("takes many out and claims for several, with the checkpoint once; what has no proof is left out", async () => {
    const [first, second] = [...names.keys()].slice(-2) as [number, number];
    const staying = await registerNode(52);
    const leaves = [
      exitLeaf(first),
      exitLeaf(second),
      rewardsLeaf(poor.address, 7n * SESH),
      rewardsLeaf(operator.address, 5n * SESH),
    ];
    const signed = await nextCheckpoint(leaves);
    const certificate = certify(signed);
    server = await serve((path) => {
      const id = exitIdOf(path);
      if (id === staying) return problemReply(404, "NOT_FOUND");
      if (!Number.isNaN(id)) return { body: { ...signed.exit(id), certificate } };
      return { body: { ...signed.claim(path.endsWith(poor.address) ? poor.address : operator.address), certificate } };
    });
    const [before, ofPoor, nonce] = [
      await balance(operator.address),
      await balance(poor.address),
      await sent(deployer.address),
    ];
    const items = [
      { type: "exit", nodeId: first },
      { type: "exit", nodeId: staying },
      { type: "exit", nodeId: second },
      { type: "claim", recipient: poor.address, amount: 2n * SESH },
      { type: "claim", recipient: operator.address },
    ] as const;
    const { outcomes } = await batch(contracts.wallet(deployer), { contract: contract(), node: server.client, items });
    left(first);
    left(second);
    expect(codes(outcomes)).toEqual(["done", "API_PROBLEM", "done", "done", "done"]);
    expect(outcomes[0]).toMatchObject({ amount: STAKE, lockedUntil: 0 });
    expect(outcomes[3]).toMatchObject({ amount: 2n * SESH });
    expect(await balance(operator.address)).toBe(before + 2n * STAKE + 5n * SESH);
    expect(await balance(poor.address)).toBe(ofPoor + 2n * SESH);
    expect(await sent(deployer.address)).toBe(nonce + 1);
    expect(await isCheckpointOnL2(contracts.wallet(), contract(), signed.checkpoint)).toBe(true);
    // Somebody else was faster: nothing is left, which is no error, and nothing is sent.
    const again = await batch(contracts.wallet(deployer), {
      ...{ contract: contract(), node: server.client, items: [items[0], items[4]] },
    });
    expect(codes(again.outcomes)).toEqual(["already", "already"]);
    expect(again.receipt).toBeUndefined();
    expect(await sent(deployer.address)).toBe(nonce + 1);
  });

  it("proofs of two checkpoints: those of the older are asked for again, and one checkpoint is posted", async () => {
    const leaves = [rewardsLeaf(poor.address, 9n * SESH), rewardsLeaf(operator.address, 9n * SESH)];
    const older = await nextCheckpoint(leaves);
    const newer = await nextCheckpoint(leaves);
    const certificates = new Map([older, newer].map((signed) => [signed, certify(signed)]));
    let isFirst = true;
    server = await serve((path) => {
      const signed = isFirst ? older : newer;
      isFirst = false;
      const recipient = path.endsWith(poor.address) ? poor.address : operator.address;
      return { body: { ...signed.claim(recipient), certificate: certificates.get(signed) } };
    });
    const items = [poor.address, operator.address].map((recipient) => ({ type: "claim", recipient }) as const);
    const { outcomes } = await batch(contracts.wallet(), { contract: contract(), node: server.client, items });
    expect(codes(outcomes)).toEqual(["done", "done"]);
    expect(server.asked).toHaveLength(3);
    expect(await isCheckpointOnL2(contracts.wallet(), contract(), older.checkpoint)).toBe(false);
    expect(await isCheckpointOnL2(contracts.wallet(), contract(), newer.checkpoint)).toBe(true);
  });

  it("a certificate of another set is fetched again; one that stays refused is the batch's error, not an item's", async () => {
    const signed = await nextCheckpoint([rewardsLeaf(poor.address, 11n * SESH)]);
    const good = certify(signed);
    const few = signed.certificate([...names.keys()], setVersion, new Map([[1, 1]]));
    let served: unknown = { ...good, setVersion: String(setVersion - 1) };
    server = await serve(() => {
      const certificate = served;
      served = good;
      return { body: { ...signed.claim(poor.address), certificate } };
    });
    const items = [{ type: "claim", recipient: poor.address }] as const;
    const run = (node: TestServer) => batch(contracts.wallet(), { contract: contract(), node: node.client, items });
    const weak = await serve(() => ({ body: { ...signed.claim(poor.address), certificate: few } }));
    const refusal = await run(weak).then(
      () => undefined,
      (error: unknown) => error,
    );
    await weak.close();
    expect(refusal).toBeInstanceOf(SdkError);
    expect((refusal as SdkError).detail).toMatchObject({ code: "CONTRACT_REVERTED", name: "TooManyAbsentees" });
    expect(codes((await run(server)).outcomes)).toEqual(["done"]);
    expect(server.asked).toHaveLength(2);
  });

  it("withdraws locked stakes and leaves after the wait together; what is too early says from when", async () => {
    const staying = [...names.keys()].at(-1) ?? 0;
    const leaving = await registerNode(53);
    const locked = await registerNode(54);
    await contracts.pass(10);
    const until = (await client().getBlock()).timestamp + BigInt(20 * DAY);
    const signed = await nextCheckpoint([exitLeaf(locked, until)]);
    const certificate = certify(signed);
    server = await serve(() => ({ body: { ...signed.exit(locked), certificate } }));
    const parameters = { contract: contract(), node: server.client };
    const gone = await exit(contracts.wallet(operator), { ...parameters, nodeId: locked });
    expect(gone).toMatchObject({ returned: 0n, lockedUntil: Number(until) });
    left(locked);
    await batch(contracts.wallet(operator), { ...parameters, items: [{ type: "requestExit", nodeId: leaving }] });
    const items = [
      { type: "withdrawLocked", nodeId: locked },
      { type: "exitAfterWait", nodeId: leaving },
      { type: "exitAfterWait", nodeId: staying },
    ] as const;
    const early = await batch(contracts.wallet(), { ...parameters, items });
    expect(codes(early.outcomes)).toEqual(["TooEarly", "TooEarly", "ExitNotRequested"]);
    await contracts.pass(30 * DAY);
    const before = await balance(operator.address);
    const late = await batch(contracts.wallet(), { ...parameters, items });
    left(leaving);
    expect(codes(late.outcomes)).toEqual(["done", "done", "ExitNotRequested"]);
    expect(late.outcomes[0]).toMatchObject({ amount: STAKE });
    expect(await balance(operator.address)).toBe(before + 2n * STAKE);
    const again = await batch(contracts.wallet(), { ...parameters, items: [items[0]] });
    expect(codes(again.outcomes)).toEqual(["already"]);
  });
});
