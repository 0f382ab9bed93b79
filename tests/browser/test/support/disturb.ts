import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Devnet } from "./devnet.ts";
import type { Faults } from "./faults.ts";
import { untilFinal } from "./flows.ts";
import type { TestWallet } from "./testWallet.ts";

/** Who acts, and where. */
export type Scene = {
  readonly page: Page;
  readonly wallet: TestWallet;
  readonly devnet: Devnet;
  readonly faults: Faults;
};

export type Act = {
  /** Brings the page to where the act begins. Called again after whatever went wrong before. */
  readonly arrive: () => Promise<void>;
  /** What a person does from there until the wallet's window opens. */
  readonly press: () => Promise<void>;
  /** What the page says when the act has worked, after a reload as well, with the indexer or without. */
  readonly shown?: () => Promise<void>;
};

/**
 * Acts as they go on a bad day, each in three ways: the person refuses it; it is mined and fails; then it is sent, and the
 * page reloaded at once. The indexer goes away while the wallet's window is open for the first act, and comes back behind the
 * last. Nothing may be lost, and each act works in the end, once.
 */
export async function disturb(scene: Scene, ...acts: readonly [Act, ...Act[]]): Promise<void> {
  const { page, wallet, devnet, faults } = scene;
  // A browser complains of each request that nobody answers.
  faults.expect(/net::ERR_/);
  for (const [index, act] of acts.entries()) {
    await act.arrive();
    await goWrong(scene, act);
    await act.arrive();
    const isFirst = index === 0;
    if (isFirst) wallet.meanwhile(async () => void (await devnet.call("kill", "indexer")));
    await send(scene, act);
    if (isFirst) await page.getByText("The indexer is away, read from the chain").waitFor();
    else await act.shown?.();
  }
  await devnet.call("restart", "indexer");
  await untilFinal(page);
  await acts.at(-1)?.shown?.();
}

/** Refused, then mined and failed; the page stands where it can be tried again. */
export async function goWrong(scene: Scene, act: Act): Promise<void> {
  await refuse(scene, act);
  await revert(scene, act);
}

async function refuse({ page, wallet }: Scene, { press }: Act): Promise<void> {
  const sentBefore = wallet.sent.length;
  wallet.refuseNext();
  await press();
  await page.getByText("You declined in your wallet, so nothing was sent.").first().waitFor();
  expect(wallet.sent).toHaveLength(sentBefore);
}

/** The person gives it too little gas in the wallet's window. */
async function revert({ page, wallet }: Scene, { press }: Act): Promise<void> {
  const sentBefore = wallet.sent.length;
  wallet.starveNext();
  await press();
  await progressOf(page).getByRole("listitem").filter({ hasText: "failed" }).waitFor();
  expect(wallet.sent).toHaveLength(sentBefore + 1);
}

/** Sent, and reloaded in the middle: the page's address leads back to it. */
export async function send({ page, wallet }: Pick<Scene, "page" | "wallet">, { press }: Act): Promise<void> {
  const sentAfter = wallet.sent.length + 1;
  await press();
  await expect.poll(() => wallet.sent.length).toBe(sentAfter);
  await expect.poll(() => new URL(page.url()).searchParams.get("tx")).toBe(wallet.sent.at(-1));
  await page.reload();
  await progressOf(page).waitFor();
  expect(wallet.sent).toHaveLength(sentAfter);
}

function progressOf(page: Page) {
  return page.getByRole("list", { name: "Progress of the transaction" });
}
