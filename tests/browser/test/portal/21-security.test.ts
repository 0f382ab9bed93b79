import type { Page } from "playwright-core";
import { numberToHex } from "viem";
import { expect } from "vitest";
import { prepareSpare, signAlone, untilFinal } from "../support/flows.ts";
import { settle } from "../support/layout.ts";
import { test } from "../support/test.ts";
import { TestWallet } from "../support/testWallet.ts";
import { connectTestWallet } from "../support/wallets.ts";

const ROUTES = [
  "/",
  "/stake",
  "/stakes",
  "/register",
  "/vesting",
  "/rewards",
  "/liquidations",
  "/calculator",
  "/node/1",
];

/** Directives of the policy a page sets itself. */
async function policyOf(page: Page): Promise<ReadonlyMap<string, readonly string[]>> {
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
  const text = (await meta.getAttribute("content")) ?? "";
  return new Map(
    text.split(/;\s*/).map((directive) => {
      const [name = "", ...sources] = directive.split(/\s+/);
      return [name, sources] as const;
    }),
  );
}

test("the built site forbids inline scripts and third parties, and the browser enforces it", async ({
  open,
  faults,
}) => {
  const page = await open();
  await settle(page);
  const policy = await policyOf(page);
  expect(policy.get("default-src")).toEqual(["'none'"]);
  for (const name of ["script-src", "style-src", "font-src"]) expect(policy.get(name), name).toEqual(["'self'"]);
  for (const name of ["base-uri", "form-action"]) expect(policy.get(name), name).toEqual(["'none'"]);
  const inline = await page.evaluate(
    () => [...document.scripts].filter(({ src, text }) => src === "" || text !== "").length,
  );
  expect(inline).toBe(0);

  faults.expect(/Content Security Policy/, /Refused to/, /Failed to fetch/, /Fetch API cannot load/);
  const tried = await page.evaluate(async () => {
    const blocked = new Set<string>();
    const both = new Promise<void>((resolve) => {
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        blocked.add(effectiveDirective.split("-").slice(0, 2).join("-"));
        if (blocked.size === 2) resolve();
      });
    });
    const script = document.createElement("script");
    script.textContent = "window.inlineRan = true";
    document.head.append(script);
    const isAnswered = await fetch("https://third.party.invalid/", { mode: "no-cors" }).then(
      () => true,
      () => false,
    );
    await both;
    return { blocked: [...blocked].sort(), isAnswered, hasRun: "inlineRan" in window };
  });
  expect(tried).toEqual({ blocked: ["connect-src", "script-src"], isAnswered: false, hasRun: false });
});

test("no page asks anybody but the network it is set to", async ({ open, devnet }) => {
  const asked = new Set<string>();
  const page = await open({
    prepare: async (context) => void context.on("request", (request) => asked.add(new URL(request.url()).origin)),
  });
  for (const path of ROUTES) {
    await page.goto(path);
    await settle(page);
  }
  const own = ["portal", "indexer", "l2", "faucet", "node1", "node2", "node3", "node4"].map((name) =>
    devnet.urlOf(name),
  );
  expect(asked.size).toBeGreaterThan(1);
  expect([...asked].filter((origin) => !own.map((url) => new URL(url).origin).includes(origin))).toEqual([]);
});

test("an address in any case is shown with its checksum, and copied so", async ({ open, devnet }) => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const { address } = devnet.account("staker");
  await page.goto(`/address/${address.toLowerCase()}`);
  const main = page.getByRole("main");
  await main
    .getByText(`${address.slice(0, 8)}…${address.slice(-4)}`)
    .first()
    .waitFor();
  await main.getByRole("button", { name: /^Copy/ }).first().click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(address);
});

test("a write is simulated first, and names its chain", async ({ open, devnet }) => {
  const { rpcUrl, chainId } = devnet;
  const wallet = new TestWallet({ privateKey: devnet.account("staker").privateKey, rpcUrl, chainId });
  const page = await open({ prepare: (context) => wallet.install(context) });
  await connectTestWallet(page);
  const simulated: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(rpcUrl).origin || wallet.given.length > 0) return;
    const { method, params } = JSON.parse(request.postData() ?? "{}");
    if (method === "eth_call") simulated.push(params[0].data);
  });
  await page.goto(await prepareSpare(devnet, wallet.address));
  await signAlone(page);
  await expect.poll(() => wallet.given.length).toBe(1);
  expect(wallet.given[0]).toMatchObject({ to: devnet.contract("serviceNodeRewards"), chainId: numberToHex(chainId) });
  expect(simulated).toContain(wallet.given[0]?.data);
  // Until then the node itself says that it is free.
  await untilFinal(page);
});
