import { serviceNodeRewardsAbi } from "@session/contracts";
import { createPublicClient, decodeFunctionData, type Hash, http } from "viem";
import { expect } from "vitest";
import { disturb } from "../support/disturb.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

const HALF = 500_000_000n;

test("a part, all, and for somebody else; the newest checkpoint comes along in the same transaction", async ({
  open,
  devnet,
  faults,
}) => {
  const { wallet, page } = await openWallet({ open, devnet }, { privateKey: devnet.account("node1").privateKey });
  await page.getByRole("navigation").getByRole("link", { name: "My stakes" }).click();
  await page.getByText("The newest checkpoint is posted in the same transaction.").waitFor();
  const amount = page.getByLabel("Amount to claim");
  const claim = page.getByRole("button", { name: "Claim", exact: true });
  const before = await devnet.seshOf(wallet.address);
  await disturb(
    { page, wallet, devnet, faults },
    {
      arrive: async () => {
        await page.goto("/stakes");
        await page.getByRole("button", { name: "Claim a part" }).click();
        await amount.fill("1000000");
        expect(await claim.isDisabled()).toBe(true);
        await amount.fill("0.5");
      },
      press: () => claim.click(),
    },
  );
  expect((await devnet.seshOf(wallet.address)) - before).toBe(HALF);
  expect(await functionOf(devnet.rpcUrl, wallet.sent[0])).toBe("submitAndClaim");

  const other = devnet.account("node2").address;
  const held = await devnet.seshOf(other);
  await page.getByText("Claim for another address").click();
  await page.getByLabel("Whose rewards").selectOption("of another address…");
  await page.getByRole("textbox", { name: "Address" }).fill(other);
  await page.getByText("Claimable for").waitFor();
  const all = page.getByRole("button", { name: "Claim all" });
  await expect.poll(() => all.isEnabled()).toBe(true);
  await all.click();
  await page.getByText(/were paid to/).waitFor();
  expect(await devnet.seshOf(other)).toBeGreaterThan(held);
  expect(await devnet.seshOf(wallet.address)).toBe(before + HALF);
});

async function functionOf(rpcUrl: string, hash: Hash | undefined): Promise<string> {
  if (hash === undefined) throw new Error("nothing was sent");
  const { input } = await createPublicClient({ transport: http(rpcUrl) }).getTransaction({ hash });
  return decodeFunctionData({ abi: serviceNodeRewardsAbi, data: input }).functionName;
}
