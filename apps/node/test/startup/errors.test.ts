import { cp, open, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { freePort, startAnvil } from "@session/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT_CODES } from "../../src/errors.ts";
import { createKeys } from "../../src/keys/nodeKeys.ts";
import {
  createTestNetwork,
  createWallet,
  type Ran,
  runNode,
  startArgs,
  type TestNetwork,
} from "../support/testNetwork.ts";

/** Every way a node refuses to start, or stops by itself, has a line of its own, an exit code of its own, and a way out. */
describe("a node that can't go on says so", () => {
  let net: TestNetwork;
  const dataDir = () => net.nodes[0]?.dataDir ?? "";
  beforeAll(async () => {
    net = await createTestNetwork(1);
  });
  afterAll(() => net.dispose());

  function expectRefusal({ exitCode, stderr }: Ran, code: string, ...said: readonly string[]): void {
    expect(stderr).toMatch(new RegExp(`^${code}: `, "m"));
    for (const text of said) expect(stderr).toContain(text);
    expect(exitCode).toBe(EXIT_CODES[code]);
  }
  const start = (...more: string[]) => runNode(startArgs(net, dataDir(), ...more)).exited;

  it("WRONG_CHAIN_ID names both ids and the option", async () => {
    const other = await startAnvil({ chainId: 1_337_000_001 });
    const ran = await start("--l2", other.url);
    await other.stop();
    expectRefusal(ran, "WRONG_CHAIN_ID", "31337", "1337000001", "--l2");
  });

  it("CONTRACT_MISMATCH names the address that has no contract", async () => {
    const empty = await startAnvil({ chainId: 31_337 });
    const ran = await start("--l2", empty.url);
    await empty.stop();
    expectRefusal(ran, "CONTRACT_MISMATCH", net.addresses.serviceNodeRewards, "--network");
  });

  it("GENESIS_MISMATCH names what differs from the contract's nodes", async () => {
    const json = JSON.parse(await readFile(net.networkFile, "utf8"));
    const file = join(net.folder, "other.json");
    const hash = json.genesis.l2.hash.replace(/^0x../, "0xee");
    await writeFile(file, JSON.stringify({ ...json, genesis: { ...json.genesis, l2: { ...json.genesis.l2, hash } } }));
    const folder = join(net.folder, "genesis-mismatch");
    await createKeys(folder);
    const ran = await runNode(startArgs({ ...net, networkFile: file }, folder)).exited;
    expectRefusal(ran, "GENESIS_MISMATCH", net.addresses.serviceNodeRewards, hash);
  });

  it("GENESIS_MISMATCH for a contract with another node set names both aggregate keys", async () => {
    const json = JSON.parse(await readFile(net.networkFile, "utf8"));
    const folder = join(net.folder, "other-set");
    const { blsKey } = await createKeys(folder);
    json.genesis.nodes[0].blsKey = `0x${Buffer.from(blsKey).toString("hex")}`;
    const file = join(net.folder, "other-set.json");
    await writeFile(file, JSON.stringify(json));
    const ran = await runNode(startArgs({ ...net, networkFile: file }, folder)).exited;
    expectRefusal(ran, "GENESIS_MISMATCH", net.addresses.serviceNodeRewards, "aggregate key");
  });

  it("PROVIDER_DOWN names each provider that doesn't answer", async () => {
    const port = await freePort();
    const ran = await start("--l2", `http://127.0.0.1:${port}`);
    expectRefusal(ran, "PROVIDER_DOWN", `127.0.0.1:${port}`);
  });

  it("KEYS_MISSING and KEYS_EXIST never overwrite a key", async () => {
    const folder = join(net.folder, "keys");
    expectRefusal(await runNode(startArgs(net, folder)).exited, "KEYS_MISSING", "session-node init");
    const first = await runNode(["init", "--data-dir", folder]).exited;
    expect(first.exitCode).toBe(0);
    expectRefusal(await runNode(["init", "--data-dir", folder]).exited, "KEYS_EXIST", folder);
    const shown = await runNode(["keys", "show", "--data-dir", folder]).exited;
    expect(JSON.parse(shown.stdout)).toMatchObject({ ed25519: JSON.parse(first.stdout).ed25519 });
  });

  it("OPTION_INVALID for a missing network and for an unknown field of the config file", async () => {
    const config = join(net.folder, "config.json");
    await writeFile(config, JSON.stringify({ apiPortt: 1 }));
    expectRefusal(await runNode(["start", "--data-dir", dataDir()]).exited, "OPTION_INVALID", "--network");
    expectRefusal(await start("--config", config), "OPTION_INVALID", "apiPortt");
  });

  it("PORT_IN_USE names the process and the option, for both ports", async () => {
    const holder = await listen();
    const port = String((holder.address() as { port: number }).port);
    const apiTaken = await start("--api-port", port);
    const p2pTaken = await start("--p2p-port", port);
    await new Promise((resolve) => holder.close(resolve));
    expectRefusal(apiTaken, "PORT_IN_USE", port, `pid ${process.pid}`, "--api-port");
    expectRefusal(p2pTaken, "PORT_IN_USE", port, `pid ${process.pid}`, "--p2p-port");
  });

  it("DATA_OF_OTHER_NODE names whose data it is", async () => {
    const folder = join(net.folder, "other-node");
    await createKeys(folder);
    await startAndStop(folder);
    const impostor = join(net.folder, "impostor");
    await createKeys(impostor);
    await cp(join(folder, "store"), join(impostor, "store"), { recursive: true });
    expectRefusal(await runNode(startArgs(net, impostor)).exited, "DATA_OF_OTHER_NODE", impostor, "--data-dir");
  });

  it("STORE_IN_USE while another process runs on the folder", async () => {
    const running = runNode(startArgs(net, dataDir()));
    await running.said("node started");
    expectRefusal(await runNode(startArgs(net, dataDir())).exited, "STORE_IN_USE", dataDir());
    running.kill();
    expect((await running.exited).exitCode).toBe(0);
  });

  it("STORE_CORRUPT says the way out, and repair leads on", async () => {
    const running = runNode(startArgs(net, dataDir()));
    await running.said('"height":7,');
    running.kill();
    await running.exited;
    // Each writes again what follows from the blocks and leaves a table of level 0: LevelDB would compact at once.
    for (let tables = 0; tables < 3; tables++) expect(await repair()).toMatchObject({ dropped: 0, setAside: [] });
    await damage(join(dataDir(), "store"));
    expectRefusal(await start(), "STORE_CORRUPT", join(dataDir(), "store"), "session-node repair");
    const { height, setAside } = await repair();
    expect(setAside.length).toBeGreaterThan(0);
    await expectGoingOn(height);
  });

  it("STORE_CORRUPT for the follower's store, too: repair lets it follow anew", async () => {
    await startAndStop(dataDir());
    await damage(join(dataDir(), "l2"));
    expectRefusal(await start(), "STORE_CORRUPT", join(dataDir(), "l2"), "session-node repair");
    const { height, setAside } = await repair();
    expect(setAside).toEqual(["l2"]);
    await expectGoingOn(height);
  });

  it("L2_REORG_BEYOND_SAFE names heights and the way back, stays, and rewind leads on", async () => {
    const { publicClient } = createWallet(net);
    const running = runNode(startArgs(net, dataDir()));
    await running.said("node started");
    await running.said('"msg":"block final"');
    await publicClient.request({ method: "anvil_reorg" as never, params: [12, []] as never });
    const ran = await running.exited;
    expectRefusal(ran, "L2_REORG_BEYOND_SAFE", "session-node rewind");
    expectRefusal(await start(), "L2_REORG_BEYOND_SAFE", "session-node rewind");
    const { number, hash } = await publicClient.getBlock();
    const target = ["--to", `${number}:${hash}`, "--l2", net.anvil.url];
    const rewound = await runNode(["rewind", "--data-dir", dataDir(), "--network", net.networkFile, ...target]).exited;
    expect(rewound).toMatchObject({ exitCode: 0 });
    const again = runNode(startArgs(net, dataDir()));
    await again.said('"msg":"block final"');
    again.kill();
    expect((await again.exited).exitCode).toBe(0);
  });

  async function repair() {
    const ran = await runNode(["repair", "--data-dir", dataDir(), "--network", net.networkFile]).exited;
    expect(ran).toMatchObject({ exitCode: 0 });
    return JSON.parse(ran.stdout);
  }

  async function expectGoingOn(height: number): Promise<void> {
    const again = runNode(startArgs(net, dataDir()));
    await again.said("node started");
    await again.said(`"height":${height + 1},`);
    again.kill();
    expect((await again.exited).exitCode).toBe(0);
  }

  async function startAndStop(folder: string): Promise<void> {
    const running = runNode(startArgs(net, folder));
    await running.said("node started");
    running.kill();
    expect((await running.exited).exitCode).toBe(0);
  }
});

async function listen(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Flips a byte in the middle of every table and log of a LevelDB folder. */
async function damage(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.(ldb|log)$/.test(name)) continue;
    const file = await open(join(folder, name), "r+");
    const { size } = await file.stat();
    const byte = new Uint8Array(1);
    const at = Math.floor(size / 2);
    if (size > 0) {
      await file.read(byte, 0, 1, at);
      await file.write(new Uint8Array([(byte[0] ?? 0) ^ 0xff]), 0, 1, at);
    }
    await file.close();
  }
}
