import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DevnetStatus } from "../src/status.ts";

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, "../src/main.ts");

/** A network of four nodes and a spare, driven as a person drives it: by commands. */
describe("devnet", { timeout: 180_000 }, () => {
  let folder: string;
  const devnet = async (...args: string[]) => {
    const { stdout } = await run(process.execPath, [MAIN, "--folder", folder, ...args], { timeout: 150_000 });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null");
  };
  const exitCodeOf = (...args: string[]) =>
    run(process.execPath, [MAIN, "--folder", folder, ...args]).then(
      () => 0,
      (error: { code: number }) => error.code,
    );
  const start = (): Promise<DevnetStatus> =>
    devnet("--nodes", "4", "--spare", "1", "--free-ports", "--detach", "--json");
  const status = (): Promise<DevnetStatus> => devnet("status", "--json");
  const until = async (holds: (now: DevnetStatus) => boolean): Promise<DevnetStatus> => {
    for (;;) {
      const now = await status();
      if (holds(now)) return now;
    }
  };
  const hashAt = async (now: DevnetStatus, height: number) =>
    ((await (await fetch(`${now.services.node1?.url}/v1/blocks/${height}`)).json()) as { hash: string }).hash;
  const finals = (now: DevnetStatus, names: readonly string[]) => names.map((name) => now.services[name]?.final ?? 0);
  const ALL = ["node1", "node2", "node3", "node4"];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sdn-"));
    expect(await exitCodeOf("status")).toBe(3);
    const now = await start();
    expect(now.ready).toBe(true);
  }, 180_000);
  afterAll(async () => {
    await exitCodeOf("stop");
    await rm(folder, { recursive: true, force: true });
  });

  test("every service runs, and every node has a final block", async () => {
    const now = await status();
    expect(Object.keys(now.services)).toEqual([
      "l2",
      ...ALL,
      "spare1",
      "observer",
      "indexer",
      "faucet",
      "portal",
      "explorer",
    ]);
    const { portal, explorer, ...others } = now.services;
    expect(Object.values(others).map(({ state }) => state)).toEqual(Array(9).fill("running"));
    for (const site of [portal, explorer]) expect(site?.state).toMatch(/^(building|running)$/);
    expect(Math.min(...finals(now, [...ALL, "spare1"]))).toBeGreaterThanOrEqual(1);
  });

  test("the sites are built beside the running network, and the network file says where the portal is", async () => {
    const { services, ready } = await until((now) =>
      [now.services.portal, now.services.explorer].every((site) => site?.state !== "building"),
    );
    for (const site of [services.portal, services.explorer])
      expect(site).toMatchObject({ state: "running", reason: null });
    expect(ready).toBe(true);
    const { url } = services.portal ?? {};
    expect(await (await fetch(`${url}/stakes`)).text()).toContain('<div id="root">');
    expect(await (await fetch(`${url}/config.json`)).json()).toEqual(await devnet("config", "portal", "--json"));
    const file = JSON.parse(await readFile(join(folder, "network.json"), "utf8")) as { portal: string };
    expect(file.portal).toBe(url);
    await devnet("kill", "portal", "--json");
    expect(await status()).toMatchObject({ ready: false, services: { portal: { state: "killed", pid: null } } });
    await devnet("restart", "portal", "--json");
    await until((now) => now.services.portal?.state === "running");
  });

  test("a second start shows the first and leaves it alone", async () => {
    const [first, second] = [await status(), await start()];
    expect(second.pid).toBe(first.pid);
  });

  test("a killed node stays down, the others go on, and it comes back", async () => {
    await devnet("kill", "node4", "--json");
    const { services, ready } = await status();
    expect(ready).toBe(false);
    expect(services.node4).toMatchObject({ state: "killed", pid: null });
    const height = Math.max(...finals(await status(), ALL)) + 2;
    await until((now) => Math.min(...finals(now, ALL.slice(0, 3))) >= height);
    await devnet("restart", "node4", "--json");
    await until((now) => (now.services.node4?.final ?? 0) >= height);
  });

  test("a warp moves L2 and the appchain together", async () => {
    expect(await devnet("warp", "1h", "--json")).toEqual({ seconds: 3_600, clockOffsetSec: 3_600 });
    // Counted from what was final after it: the command itself takes some blocks' time.
    const height = Math.max(...finals(await status(), ALL)) + 3;
    const now = await until((later) => Math.min(...finals(later, ALL)) >= height);
    const url = now.services.node1?.url;
    const { time } = (await (await fetch(`${url}/v1/blocks/${height}`)).json()) as { time: number };
    expect(Math.abs(time - Date.now() / 1_000 - 3_600)).toBeLessThan(60);
  });

  test("a spare is registered, and staked with what it must be", async () => {
    const { nodeId, stake } = await devnet("register", "spare1", "--json");
    expect(stake).toBe("25000000000000");
    const now = await until(({ services }) => services.spare1?.nodeState === "active");
    expect(now.services.spare1?.nodeId).toBe(nodeId);
  });

  test("must-not-repeat 4.11: kill −9 of the whole tree: the same chain goes on, clocks where they were", async () => {
    const before = await status();
    const height = Math.min(...finals(before, ALL));
    const hash = await hashAt(before, height);
    const pids = new Set([before.pid, ...Object.values(before.services).flatMap(({ pid }) => pid ?? [])]);
    for (const pid of pids) process.kill(pid, "SIGKILL");
    const after = await start();
    expect(after).toMatchObject({ ready: true, chainId: before.chainId, clockOffsetSec: 3_600 });
    expect(after.services.l2?.l2).toBeGreaterThanOrEqual((before.services.l2?.l2 ?? 0) - 1);
    expect(await hashAt(after, height)).toBe(hash);
    await until((now) => Math.min(...finals(now, ALL)) > height);
  });

  test("nobody signed twice, and all nodes have the same blocks", async () => {
    const audit = await devnet("audit");
    expect(audit).toMatchObject({ ok: true, conflicts: [], blocks: { from: 1, differences: [] } });
    expect(audit.votes).toBeGreaterThan(0);
    expect(audit.blocks.nodes).toEqual([...ALL, "spare1"]);
  });

  test("wrong use is told by exit code", async () => {
    expect(await exitCodeOf("warp", "soon")).toBe(2);
    expect(await exitCodeOf("kill", "node99")).toBe(1);
    expect(await exitCodeOf("--nodes", "0")).toBe(2);
    expect(await exitCodeOf("--l2", "sepolia")).toBe(2);
  });

  test("must-not-repeat 4.11: children of a killed parent end by themselves", async () => {
    const before = await status();
    process.kill(before.pid, "SIGKILL");
    const pids = Object.values(before.services).flatMap(({ pid }) => (pid === null || pid === before.pid ? [] : [pid]));
    const isAlive = async (pid: number) =>
      (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).includes(folder);
    // A limit for hangs: each closes its stores in order, all of them at once.
    await expect
      .poll(async () => (await Promise.all(pids.map(isAlive))).includes(true), { timeout: 120_000 })
      .toBe(false);
    expect(await exitCodeOf("status")).toBe(3);
  });

  test("a kept port that is taken now is named, with the process, and the exit code tells", async () => {
    const { ports } = JSON.parse(await readFile(join(folder, "state.json"), "utf8")) as { ports: { faucet: number } };
    const server = createServer().listen(ports.faucet, "127.0.0.1");
    await once(server, "listening");
    expect(await exitCodeOf("--nodes", "5")).toBe(2);
    const refusalOf = (...args: string[]) =>
      run(process.execPath, [MAIN, "--folder", folder, ...args]).catch(
        (error: { code: number; stderr: string }) => error,
      );
    const refused = await refusalOf();
    const detached = await refusalOf("--detach");
    server.close();
    expect(refused).toMatchObject({ code: 5 });
    expect(refused.stderr).toContain(`PORT_IN_USE: Port ${ports.faucet} for faucet is taken by`);
    expect(refused.stderr).toContain(`(pid ${process.pid})`);
    expect(detached.stderr).toContain(`PORT_IN_USE: Port ${ports.faucet} for faucet is taken by`);
  });
});
