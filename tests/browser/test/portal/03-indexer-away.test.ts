import { expect } from "vitest";
import { test } from "../support/test.ts";

test("without the indexer pages say so and how old they are, go on, and recover by themselves", async ({
  open,
  devnet,
  faults,
}) => {
  const page = await open();
  const away = page.getByText("The indexer is away, read from the chain");
  const live = page.getByRole("contentinfo").getByText("live", { exact: true });
  await page.getByRole("heading", { name: "The network now" }).waitFor();
  await live.waitFor();
  // A browser complains of each request that nobody answers.
  faults.expect(/net::ERR_/);
  await devnet.call("kill", "indexer");
  await away.waitFor();
  await page
    .getByText(/^For \d+ .*history, lists of pools and prepared registrations wait for its return\.$/)
    .waitFor();
  await page
    .getByRole("contentinfo")
    .getByText(/^\d+ s ago$/)
    .waitFor();

  // Opened while it is away: the contracts and the nodes answer.
  const opened = await open();
  await opened.goto("/node/1");
  await opened.getByRole("heading", { name: /^Node 1\b/ }).waitFor();

  await devnet.call("restart", "indexer");
  await live.waitFor();
  await expect.poll(() => away.count()).toBe(0);
});
