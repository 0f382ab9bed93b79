import { expect } from "vitest";
import type { Devnet } from "../support/devnet.ts";
import { HEIGHT, lookAtPages } from "../support/pages.ts";
import { test } from "../support/test.ts";
import { TestWallet } from "../support/testWallet.ts";
import { connectTestWallet } from "../support/wallets.ts";

const WIDTHS = [1_440, 768, 360] as const;

/** Every route of the portal, with something to show wherever there can be. */
async function pagesOf(devnet: Devnet): Promise<Readonly<Record<string, string>>> {
  const staker = devnet.account("staker").address;
  const [pools, registrations] = await Promise.all([
    devnet.indexer.listPools({ state: "all" }),
    devnet.spares.findPrepared(),
  ]);
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
    expect(await lookAtPages(page, await pagesOf(devnet), { widths: WIDTHS, suffix: theme })).toEqual([]);
  },
);

test.for(["en-XA", "ar-XB"] as const)("words a third longer, in %s", async (locale, { open, devnet, faults }) => {
  faults.expect(/status of 404/);
  const page = await open({ viewport: { width: 360, height: HEIGHT } });
  const pages = Object.entries(await pagesOf(devnet)).map(([name, path]) => [name, `${path}?locale=${locale}`]);
  const found = await lookAtPages(page, Object.fromEntries(pages), { widths: [360], suffix: locale, withAxe: false });
  expect(await page.locator("html").getAttribute("dir")).toBe(locale === "ar-XB" ? "rtl" : "ltr");
  expect(found).toEqual([]);
});
