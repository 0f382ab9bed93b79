import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seshL2Abi } from "@session/contracts";
import { freePort } from "@session/testing";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DEPLOYER } from "../src/accounts.ts";
import { Faucet } from "../src/faucet.ts";
import { deriveKeys } from "../src/keys.ts";
import { createWallet } from "../src/l2/chain.ts";
import { OwnL2 } from "../src/l2/ownL2.ts";
import { deploy } from "../src/processes/deploy.ts";

const CHAIN_ID = 1_337_000_078;
const receiver = (digit: string) => privateKeyToAccount(`0x${digit.repeat(64)}`).address;

describe("faucet", { timeout: 60_000 }, () => {
  let folder: string;
  let l2: OwnL2;
  let faucet: Faucet;
  let url: string;
  let sesh: `0x${string}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sdn-faucet-"));
    const genesisTimeSec = Math.floor(Date.now() / 1_000) - 60;
    const own = { folder, chainId: CHAIN_ID, port: await freePort(), genesisTimeSec, clockOffsetSec: 0 };
    l2 = new OwnL2({ ...own, log: () => undefined });
    await l2.open();
    const nodes = [deriveKeys("faucet", "node1")];
    const { contracts } = await deploy({ url: l2.url, chainId: CHAIN_ID, nodes, mineOnDemand: true });
    await l2.catchUp();
    l2.start();
    sesh = contracts.seshL2;
    const port = await freePort();
    const wallet = createWallet(CHAIN_ID, l2.url, DEPLOYER.privateKey);
    faucet = await Faucet.listen({ port, chainId: CHAIN_ID, wallet, sesh });
    url = `http://127.0.0.1:${port}/fund`;
  }, 60_000);
  afterAll(async () => {
    await faucet.close();
    await l2.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (body: unknown, at = url) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(at, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const balanceOf = (address: `0x${string}`) => {
    const { publicClient } = createWallet(CHAIN_ID, l2.url, DEPLOYER.privateKey);
    const call = { address: sesh, abi: seshL2Abi, functionName: "balanceOf" } as const;
    return publicClient.readContract({ ...call, args: [address] });
  };

  test("gives exactly what was asked for, to several at once, and ETH", async () => {
    const answers = await Promise.all(
      ["1", "2", "3"].map((digit) => ask({ address: receiver(digit), amount: `${digit}000000001` })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const balances = await Promise.all(["1", "2", "3"].map((digit) => balanceOf(receiver(digit))));
    expect(balances).toEqual([1_000_000_001n, 2_000_000_001n, 3_000_000_001n]);
    const { publicClient } = createWallet(CHAIN_ID, l2.url, DEPLOYER.privateKey);
    expect(await publicClient.getBalance({ address: receiver("1") })).toBe(10n ** 18n);
  });

  test.each([
    ["no address", {}, "BAD_REQUEST"],
    ["a short address", { address: "0x12" }, "BAD_REQUEST"],
    ["a fraction", { address: receiver("1"), amount: "1.5" }, "BAD_REQUEST"],
    ["too much", { address: receiver("1"), amount: "1000000000000001" }, "AMOUNT_TOO_LARGE"],
  ])("%s is refused with a code", async (_what, body, code) => {
    expect(await ask(body)).toMatchObject({ status: 400, body: { code, status: 400 } });
  });

  test("too many requests are refused with a code", async () => {
    // One of its own: what was taken before counts for a minute, however long that was.
    const port = await freePort();
    const wallet = createWallet(CHAIN_ID, l2.url, DEPLOYER.privateKey);
    const strict = await Faucet.listen({ port, chainId: CHAIN_ID, wallet, sesh, requestsPerMinute: 3 });
    onTestFinished(() => strict.close());
    const at = `http://127.0.0.1:${port}/fund`;
    // Refused ones don't count.
    expect(await ask({ address: "0x12" }, at)).toMatchObject({ status: 400 });
    const asked = Array.from({ length: 5 }, () => ask({ address: receiver("4"), amount: "1" }, at));
    const answers = await Promise.all(asked);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ body }) => body.code === "RATE_LIMITED")).toHaveLength(2);
  });

  test("there is none on a chain that isn't a devnet's", async () => {
    const wallet = createWallet(42_161, l2.url, DEPLOYER.privateKey);
    await expect(Faucet.listen({ port: 0, chainId: 42_161, wallet, sesh })).rejects.toThrow(RangeError);
  });
});
