import { expect } from "vitest";
import { type Act, goWrong, send } from "../support/disturb.ts";
import { rowOfNode, untilFinal } from "../support/flows.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

const STAKE = 25_000n * 10n ** 9n;

test("with every node of the network gone, a stake leaves thirty days after its exit was asked for", async ({
  open,
  devnet,
  faults,
}) => {
  const vesting = devnet.contract("tokenVestingStaking");
  const { nodes } = await devnet.indexer.getStakes({ address: vesting });
  const staked = nodes.find(({ node }) => node.state === "active");
  const id = staked?.node.id ?? (await devnet.registerSpareForVesting()).id;
  const { wallet, page } = await openWallet({ open, devnet }, { privateKey: devnet.account("staker").privateKey });
  // The wallet has a line of its own for the node, without a stake: it receives the rewards.
  const row = rowOfNode(page, id).filter({ hasText: "25,000" });
  const dialog = page.getByRole("dialog");
  const running = await devnet.listRunningNodes();
  await page.goto("/stakes");
  await row.getByRole("button", { name: "Request exit…" }).click();
  await dialog.getByLabel("I have read this and want it.").check();
  await dialog.getByRole("button", { name: "Request the exit" }).click();
  // A browser complains of each request that nobody answers.
  faults.expect(/net::ERR_/);
  await untilFinal(page);
  // All at once: within a minute the network would have let it go itself, and signed that it may leave.
  for (const { pid } of running) process.kill(pid, "SIGKILL");
  await row.getByText(/^without the network from/).waitFor();
  const { durations } = await devnet.indexer.getParams();
  await devnet.warpPast((await devnet.chainNowSec()) + durations.contract.exitWaitSec);
  const before = await devnet.seshOf(vesting);
  const leave = row.getByRole("button", { name: "Leave without the network…" });
  const leaving: Act = {
    arrive: async () => {
      await page.goto("/stakes");
      await expect.poll(() => leave.isEnabled().catch(() => false)).toBe(true);
    },
    press: async () => {
      if (!(await dialog.isVisible())) await leave.click();
      await dialog.getByText(/^This takes the node out and returns 25,000.*whatever the network says\.$/).waitFor();
      await dialog.getByLabel("I have read this and want it.").check();
      await dialog.getByRole("button", { name: "Take it out" }).click();
    },
  };
  await leaving.arrive();
  await goWrong({ page, wallet, devnet, faults }, leaving);
  await leaving.arrive();
  wallet.meanwhile(async () => void (await devnet.call("kill", "indexer")));
  await send({ page, wallet }, leaving);
  await page.getByText("The indexer is away, read from the chain").waitFor();
  await expect.poll(() => devnet.seshOf(vesting)).toBe(before + STAKE);

  // Indexer and nodes come back, and hear of it.
  await devnet.call("restart", "indexer");
  for (const { name } of running) await devnet.call("restart", name);
  await untilFinal(page);
  await row.waitFor({ state: "detached" });
});
