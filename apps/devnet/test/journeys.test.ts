import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { JOURNEY_STEPS, type JourneyReport } from "../src/journey/report.ts";
import type { DevnetStatus } from "../src/status.ts";

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, "../src/main.ts");
const LIMIT_MS = 420_000;
const STAKE = "25000000000000";

/** A pool's node and a leaver's live side by side on one network of four, as two people would drive them. */
describe("journeys", { timeout: LIMIT_MS }, () => {
  let folder: string;
  const devnet = async (...args: string[]) => {
    const { stdout } = await run(process.execPath, [MAIN, "--folder", folder, ...args], { timeout: LIMIT_MS });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null");
  };
  const exitCodeOf = (...args: string[]) =>
    run(process.execPath, [MAIN, "--folder", folder, ...args]).then(
      () => 0,
      (error: { code: number }) => error.code,
    );
  /** A report of one that failed too: it is the last line of stdout all the same. */
  const journey = async (...args: string[]): Promise<JourneyReport> =>
    devnet("journey", ...args).catch((error: { stdout?: string }) => {
      if (error.stdout === undefined || error.stdout === "") throw error;
      return JSON.parse(error.stdout.trim().split("\n").at(-1) ?? "null");
    });
  /** What a command that fails with exit code 1 says. */
  const refusalOf = (...args: string[]) =>
    run(process.execPath, [MAIN, "--folder", folder, ...args]).then(
      () => "nothing",
      ({ code, stderr }: { code: number; stderr: string }) => (code === 1 ? stderr : `exit code ${code}`),
    );
  const isTaken = async (spare: string) => {
    const { services }: DevnetStatus = await devnet("status", "--json");
    return services[spare]?.nodeState !== "unregistered";
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sdj-"));
    const now: DevnetStatus = await devnet("--nodes", "4", "--spare", "3", "--free-ports", "--detach", "--json");
    expect(now.ready).toBe(true);
  }, LIMIT_MS);
  afterAll(async () => {
    await exitCodeOf("stop");
    await rm(folder, { recursive: true, force: true });
  });

  test("three get the rewards and stakes of a pool, and a leaver past its grace is liquidated", async () => {
    let hasEnded = false;
    const pooled = journey("--pool").finally(() => {
      hasEnded = true;
    });
    // Both would choose the same spare.
    while (!(await isTaken("spare1")) && !hasEnded) await new Promise((resolve) => setTimeout(resolve, 200));
    const [pool, leaver] = await Promise.all([pooled, journey("--leaver")]);
    expect([pool.failure, leaver.failure]).toEqual([undefined, undefined]);
    expect([pool.ok, leaver.ok]).toEqual([true, true]);
    expect(pool.steps.map(({ name }) => name)).toEqual(JOURNEY_STEPS.pool);
    expect(leaver.steps.map(({ name }) => name)).toEqual(JOURNEY_STEPS.leaver);

    const step = ({ steps }: JourneyReport, name: string) => steps.find((found) => found.name === name);
    expect(step(pool, "registered")?.actual).toBe(STAKE);
    expect(step(pool, "exited")?.accounts).toEqual([
      { account: "operator", expected: "6250000000001", actual: "6250000000001" },
      { account: "reserved", expected: "8333333333333", actual: "8333333333333" },
      { account: "public", expected: "10416666666666", actual: "10416666666666" },
    ]);
    expect(step(leaver, "liquidated")?.accounts).toEqual([
      { account: "liquidator", expected: "7500000000", actual: "7500000000" },
      { account: "rewardRatePool", expected: "42500000000", actual: "42500000000" },
      { account: "operator", expected: "0", actual: "0" },
    ]);
    // The stake and 0.123456789 SESH of pocket money, less both penalties.
    expect(step(leaver, "stakeReturned")?.actual).toBe("24950123456789");
  });

  test("a spare is registered by a pool that three accounts of the table fill", async () => {
    const registered = await devnet("register", "spare3", "--pool", "--json");
    expect(registered).toMatchObject({ service: "spare3", stake: STAKE, feeBps: 500 });
    expect(registered.contributors.map(({ role }: { role: string }) => role)).toEqual([
      "operator",
      "reserved",
      "public",
    ]);
    for (;;) {
      const { services }: DevnetStatus = await devnet("status", "--json");
      if (services.spare3?.nodeState === "active") break;
    }
    expect(await refusalOf("liquidate", "spare3")).toContain("NODE_NOT_LIQUIDATABLE");
    expect(await refusalOf("withdraw", String(registered.nodeId))).toContain("NotLocked");
  });

  test("nobody signed twice meanwhile, and nobody else was thrown out", async () => {
    expect(await devnet("audit")).toMatchObject({ ok: true, conflicts: [] });
    const { services }: DevnetStatus = await devnet("status", "--json");
    const states = ["node1", "node2", "node3", "node4", "spare3"].map((name) => services[name]?.nodeState);
    expect(states).toEqual(Array(5).fill("active"));
  });

  test("wrong use is told by exit code", async () => {
    expect(await exitCodeOf("journey", "--pool", "--leaver")).toBe(2);
    expect(await exitCodeOf("--pool")).toBe(2);
    expect(await exitCodeOf("register", "spare3", "--leaver")).toBe(2);
    expect(await exitCodeOf("liquidate", "node99")).toBe(1);
    expect(await exitCodeOf("withdraw", "first")).toBe(2);
  });
});
