import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startAnvil } from "./anvil.ts";
import { devAccounts } from "./devAccounts.ts";
import { freePort } from "./freePort.ts";

test("starts on a port of its own with the chain id asked for, keeps its state over a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "anvil-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const statePath = join(folder, "state.json");
  const first = await startAnvil({ chainId: 424242, statePath });
  expect(first.chainId).toBe(424242);
  expect(first.url).toBe(`http://127.0.0.1:${first.port}`);
  const balance = await first.request<string>("eth_getBalance", [devAccounts[9].address, "latest"]);
  expect(BigInt(balance)).toBe(10_000n * 10n ** 18n);
  await first.request("anvil_mine", ["0x5"]);
  await first.stop();
  expect(existsSync(statePath)).toBe(true);

  const port = await freePort();
  const second = await startAnvil({ chainId: 424242, statePath, port });
  onTestFinished(() => second.kill());
  expect(second.port).toBe(port);
  expect(await second.request<string>("eth_blockNumber")).toBe("0x5");
});

test("says why it did not start", async () => {
  await expect(startAnvil({ args: ["--no-such-flag"] })).rejects.toThrow(/no-such-flag/);
  const running = await startAnvil();
  onTestFinished(() => running.kill());
  await expect(startAnvil({ port: running.port })).rejects.toThrow(/ended early/);
});
