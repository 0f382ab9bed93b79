import { toAffinePublicKey } from "@session/bls";
import { blst } from "@session/bls/blst";
import { serviceNodeRewardsAbi } from "@session/contracts";
import type { L2Log } from "@session/l2";
import { nodeKeys } from "@session/protocol/testing";
import { encodeAbiParameters, encodeEventTopics, getAbiItem, type Hex, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { contractSetNow } from "../../src/chain/contractSet.ts";
import { exitLog, importAll, openTestChain, readsAt, ScriptedL2 } from "./support.ts";

const ADDRESS = `0x${"33".repeat(20)}` as const;

function registrationLog(id: number, place: { block: number; index: number }): L2Log {
  const { inputs } = getAbiItem({ abi: serviceNodeRewardsAbi, name: "NewServiceNode" });
  const topics = encodeEventTopics({
    abi: serviceNodeRewardsAbi,
    eventName: "NewServiceNode",
    args: { id, operator: ADDRESS, initiator: ADDRESS },
  });
  const data = encodeAbiParameters(
    inputs.filter((input) => !("indexed" in input && input.indexed)),
    [
      toHex(toAffinePublicKey(nodeKeys(blst, id).blsKey)),
      { ed25519Pubkey: 1n, ed25519Signature0: 2n, ed25519Signature1: 3n, feeBps: 0 },
      [{ staker: ADDRESS, beneficiary: ADDRESS, amount: 1n }],
    ] as never,
  );
  return { ...exitLog(id, place), topics: topics as Hex[], data };
}

/** The set by ids, and that their keys are theirs. */
async function setOf(chain: Parameters<typeof contractSetNow>[0]) {
  const set = await contractSetNow(chain);
  for (const { id, blsKey } of set?.voters ?? []) expect(toHex(blsKey)).toBe(toHex(nodeKeys(blst, id).blsKey));
  return set === undefined ? undefined : { ids: set.voters.map(({ id }) => id), setVersion: set.setVersion };
}

describe("the contract's set as of now", () => {
  it("is the genesis set before anything happens, provider or not", async () => {
    const genesis = { ids: [1, 2, 3], setVersion: 3n };
    expect(await setOf((await openTestChain({ nodes: 3 })).chain)).toEqual(genesis);
    expect(await setOf((await openTestChain({ nodes: 3, l2: new ScriptedL2() })).chain)).toEqual(genesis);
  });

  it("has joiners and leavers the chain doesn't know of yet, up to the newest step", async () => {
    const l2 = new ScriptedL2();
    const { chain } = await openTestChain({ nodes: 3, l2 });
    l2.add(101, { logs: [registrationLog(256, { block: 101, index: 0 })], reads: readsAt(101, 4) });
    expect(await setOf(chain)).toEqual({ ids: [1, 2, 3, 256], setVersion: 4n });
    l2.add(102, { logs: [exitLog(2, { block: 102, index: 0 })], reads: readsAt(102, 5) });
    expect(await setOf(chain)).toEqual({ ids: [1, 3, 256], setVersion: 5n });
    const both = [registrationLog(257, { block: 103, index: 0 }), exitLog(257, { block: 103, index: 1 })];
    l2.add(103, { logs: both, reads: readsAt(103, 7) });
    expect(await setOf(chain)).toEqual({ ids: [1, 3, 256], setVersion: 7n });
  });

  it("takes setVersion at the chain's own L2 block when nothing came after it", async () => {
    const l2 = new ScriptedL2();
    const test = await openTestChain({ nodes: 3, l2 });
    l2.add(101, { reads: readsAt(101, 9) });
    test.builder.next({ l2Number: 101 });
    await importAll(test);
    expect(await setOf(test.chain)).toEqual({ ids: [1, 2, 3], setVersion: 9n });
  });

  it("isn't known without a provider once the chain has moved on, nor without the newest step's reads", async () => {
    const alone = await openTestChain({ nodes: 3 });
    alone.builder.next({ l2Number: 101 });
    await importAll(alone);
    expect(await setOf(alone.chain)).toBeUndefined();
    const l2 = new ScriptedL2();
    const blind = await openTestChain({ nodes: 3, l2 });
    l2.add(101, { reads: [] });
    expect(await setOf(blind.chain)).toBeUndefined();
  });
});
