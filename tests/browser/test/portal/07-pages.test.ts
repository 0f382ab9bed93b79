import type { Page } from "playwright-core";
import { expect } from "vitest";
import { checkAxe } from "../support/checkAxe.ts";
import type { Devnet } from "../support/devnet.ts";
import { listOverflow, settle } from "../support/layout.ts";
import { takeScreenshot } from "../support/screenshots.ts";
import { test } from "../support/test.ts";
import { TestWallet } from "../support/testWallet.ts";
import { connectTestWallet } from "../support/wallets.ts";

const WIDTHS = [1_440, 768, 360] as const;
const HEIGHT = 900;

/** Every route of the portal, with something to show wherever there can be. */
async function pagesOf(devnet: Devnet): Promise<Readonly<Record<string, string>>> {
  const staker = devnet.account("staker").address;
  const [pools, registrations] = await Promise.all([devnet.indexer.listPools({ state: "all" }), devnet.findPrepared()]);
  return {
    overview: "/",
    stake: "/stake",
    "stake-new": "/stake/new",
    "stake-pool": `/stake/${pools.items[0]?.address ?? staker}`,
    register: "/register",
    "register-node": `/register/${registrations ?? `0x${"11".repeat(32)}`}`,
    stakes: "/stakes",
    address: `/address/${staker}`,
    node: "/node/1",
    vesting: "/vesting",
    rewards: "/rewards",
    liquidations: "/liquidations",
    calculator: "/calculator",
    faucet: "/faucet",
    settings: "/settings",
    "not-found": "/no/such/page",
  };
}

function walletOf(devnet: Devnet): TestWallet {
  const { rpcUrl, chainId } = devnet;
  return new TestWallet({ privateKey: devnet.account("staker").privateKey, rpcUrl, chainId });
}

/** A line for each fault of a page at a width. */
async function look(page: Page, name: string, withAxe: boolean): Promise<string[]> {
  const overflow = await listOverflow(page);
  const faults = withAxe ? await checkAxe(page) : [];
  await takeScreenshot(page, name);
  return [...overflow, ...faults].map((fault) => `${name}: ${fault}`);
}

test.for(["light", "dark"] as const)(
  "every page in %s, from phone to desk",
  async (theme, { open, devnet, faults }) => {
    // A node or registration that isn't there is answered by 404, which browsers print.
    faults.expect(/status of 404/);
    const wallet = walletOf(devnet);
    const page = await open({
      colorScheme: theme,
      reducedMotion: "reduce",
      prepare: (context) => wallet.install(context),
    });
    await connectTestWallet(page);
    const found: string[] = [];
    for (const [name, path] of Object.entries(await pagesOf(devnet))) {
      await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
      await page.goto(path);
      await settle(page);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        found.push(...(await look(page, `${name}-${width}-${theme}`, true)));
      }
    }
    expect(found).toEqual([]);
  },
);

test.for(["en-XA", "ar-XB"] as const)("words a third longer, in %s", async (locale, { open, devnet, faults }) => {
  faults.expect(/status of 404/);
  const page = await open({ viewport: { width: 360, height: HEIGHT } });
  const found: string[] = [];
  for (const [name, path] of Object.entries(await pagesOf(devnet))) {
    await page.goto(`${path}?locale=${locale}`);
    await settle(page);
    expect(await page.locator("html").getAttribute("dir")).toBe(locale === "ar-XB" ? "rtl" : "ltr");
    found.push(...(await look(page, `${name}-360-${locale}`, false)));
  }
  expect(found).toEqual([]);
});
