import { expect } from "vitest";
import type { Devnet } from "../support/devnet.ts";
import { lookAtPages } from "../support/pages.ts";
import { test } from "../support/test.ts";

/** Every page of the explorer, of nodes that run, left and were liquidated. */
async function pagesOf({ indexer, urlOf, account }: PagesNeed): Promise<Readonly<Record<string, string>>> {
  const at = (path: string) => `${urlOf("explorer")}${path}`;
  const [{ items: left }, pools, events, checkpoints] = await Promise.all([
    indexer.listNodes({ state: "exited,liquidated" }),
    indexer.listPools({ state: "all" }),
    indexer.listEvents({ limit: 1 }),
    indexer.listCheckpoints({ limit: 20 }),
  ]);
  const { height = 5 } = checkpoints.items.find(({ signatures }) => signatures !== null) ?? {};
  const idOf = (state: string) => left.find((node) => node.state === state)?.id ?? 1;
  return {
    overview: at("/"),
    charts: at("/network/history"),
    blocks: at("/blocks"),
    block: at(`/blocks/${height}`),
    checkpoints: at("/checkpoints"),
    checkpoint: at(`/checkpoints/${height}`),
    nodes: at("/nodes"),
    node: at("/nodes/1"),
    "node-exited": at(`/nodes/${idOf("exited")}`),
    "node-liquidated": at(`/nodes/${idOf("liquidated")}`),
    validators: at("/validators"),
    obligations: at("/obligations"),
    pools: at("/pools"),
    pool: at(`/pools/${pools.items[0]?.address ?? account("staker").address}`),
    events: at("/events"),
    transaction: at(`/tx/${events.items[0]?.txHash ?? ""}`),
    address: at(`/address/${account("staker").address}`),
    supply: at("/supply"),
    search: at("/search?q=1"),
    "not-found": at("/no/such/page"),
  };
}

type PagesNeed = Pick<Devnet, "indexer"> & { urlOf: Devnet["urlOf"]; account: Devnet["account"] };

test.for([
  { theme: "dark", widths: [1_440, 360] },
  { theme: "light", widths: [768] },
] as const)("every page in $theme", async ({ theme, widths }, { open, devnet, faults }) => {
  // What isn't there is answered by 404, which browsers print.
  faults.expect(/status of 404/);
  const page = await open({ colorScheme: theme, reducedMotion: "reduce" });
  const pages = await pagesOf({
    indexer: devnet.indexer,
    urlOf: (service) => devnet.urlOf(service),
    account: (role) => devnet.account(role),
  });
  expect(await lookAtPages(page, pages, { widths, prefix: "explorer-", suffix: theme })).toEqual([]);
});
