import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { devAccounts, freePort } from "@session/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DevnetError } from "../src/errors.ts";
import { createWallet } from "../src/l2/chain.ts";
import { Journal } from "../src/l2/journal.ts";
import { OwnL2 } from "../src/l2/ownL2.ts";

const CHAIN_ID = 1_337_000_077;
const GENESIS = Math.floor(Date.now() / 1_000) - 100;
const [giver, taker] = devAccounts;

let folder: string;
let port: number;
let l2: OwnL2;
const open = async (clockOffsetSec = 0) => {
  l2 = new OwnL2({ folder, chainId: CHAIN_ID, port, genesisTimeSec: GENESIS, clockOffsetSec, log: () => undefined });
  await l2.open();
};
const blockAt = (number: number) =>
  l2.rpc<{ hash: string; timestamp: string } | null>("eth_getBlockByNumber", [`0x${number.toString(16)}`, false]);
const hashes = async () =>
  Promise.all(Array.from({ length: l2.head.number + 1 }, async (_, number) => (await blockAt(number))?.hash));
const send = async (value: bigint) => {
  const { walletClient } = createWallet(CHAIN_ID, l2.url, giver.privateKey);
  return walletClient.sendTransaction({ to: taker.address, value });
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdn-l2-"));
  port = await freePort();
});
afterEach(async () => {
  await l2.kill();
  await rm(folder, { recursive: true, force: true });
});

test("after a SIGKILL every block is there again: hashes, receipts, balances, states of past blocks", async () => {
  await open();
  const transactions = [];
  for (let i = 1n; i <= 5n; i++) {
    transactions.push(await send(i * 10n ** 18n));
    await l2.mine(3);
  }
  const [before, receipts] = [await hashes(), await receiptsOf(transactions)];
  const balanceAt = (number: number) => l2.rpc("eth_getBalance", [taker.address, `0x${number.toString(16)}`]);
  const balances = await Promise.all(before.map((_, number) => balanceAt(number)));
  await l2.kill();
  await open();
  expect(l2.head.number).toBe(15);
  expect(await hashes()).toEqual(before);
  expect(await receiptsOf(transactions)).toEqual(receipts);
  expect(await Promise.all(before.map((_, number) => balanceAt(number)))).toEqual(balances);
  expect(new Set(balances).size).toBe(6);
});

const receiptsOf = (transactions: readonly string[]) =>
  Promise.all(transactions.map((hash) => l2.rpc<{ status: string }>("eth_getTransactionReceipt", [hash])));

test("blocks made by somebody else's evm_mine are kept too", async () => {
  await open();
  await l2.rpc("evm_mine", [{ timestamp: GENESIS + 7 }]);
  await l2.rpc("evm_mine", [{ timestamp: GENESIS + 9 }]);
  await l2.mine(1);
  const before = await hashes();
  await l2.kill();
  await open();
  expect(await hashes()).toEqual(before);
});

test("times only go up, and a warp moves them", async () => {
  await open();
  await l2.mine(3);
  await l2.warp(3_600);
  await l2.mine(2);
  const times = await Promise.all(
    [0, 1, 2, 3, 4, 5, 6].map(async (number) => Number((await blockAt(number))?.timestamp)),
  );
  expect(times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0))).toBe(true);
  expect((times[4] ?? 0) - (times[3] ?? 0)).toBeGreaterThanOrEqual(3_597);
});

test("a snapshot is taken, the older one leads back, and what is older is dropped", async () => {
  await open();
  await l2.mine(1_205);
  const [last, early] = [await blockAt(1_205), await blockAt(3)];
  await l2.kill();
  expect((await readdir(join(folder, "journal"))).sort()).toEqual([
    "blocks-1200.jsonl",
    "blocks-600.jsonl",
    "snapshot-1200.gz",
    "snapshot-600.gz",
  ]);
  await open();
  expect([await blockAt(1_205), await blockAt(3)]).toEqual([last, early]);
  // A broken older snapshot: the newer one is used.
  await l2.kill();
  await writeFile(join(folder, "journal", "snapshot-600.gz"), "garbage");
  await open();
  expect([await blockAt(1_205), await blockAt(3)]).toEqual([last, early]);
}, 60_000);

test("states changed behind the chain's back survive an orderly end; after a kill it is said that they can't", async () => {
  await open();
  await l2.rpc("anvil_setBalance", [taker.address, "0x1"]);
  await send(1n);
  await l2.mine(2);
  const before = await hashes();
  await l2.close();
  await open();
  expect(await hashes()).toEqual(before);
  await l2.rpc("anvil_setBalance", [taker.address, "0x7"]);
  await send(1n);
  await l2.mine(1);
  await l2.kill();
  const error = await open().catch((thrown: unknown) => thrown);
  expect((error as DevnetError).detail.code).toBe("L2_DIVERGED");
});

test("a line cut short by a crash is dropped, one written twice counts once", async () => {
  await open();
  const journal = new Journal(join(folder, "journal-test"));
  const block = (number: number) => ({ number, time: number, hash: `0x${number}`, transactions: [] });
  journal.append([block(1), block(2)]);
  journal.close();
  await appendFile(join(folder, "journal-test", "blocks-0.jsonl"), `${JSON.stringify(block(2))}\n{"number":3,"ti`);
  expect((await journal.blocksAfter(0)).map(({ number }) => number)).toEqual([1, 2]);
  journal.resume(0);
});
