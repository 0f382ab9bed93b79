import { defineMessages } from "@session/ui";

/** What the browser calls each page; `{part}` is the part of the address that says which one. */
export const titles = defineMessages("portal.titles", {
  overview: "Overview",
  stake: "Stake",
  newPool: "Start a pool",
  pool: "Pool {part}",
  register: "Run a node",
  registerNode: "Register a node",
  stakes: "My stakes",
  address: "Stakes of {part}",
  node: "Node {part}",
  vesting: "Vesting",
  rewards: "Rewards",
  liquidations: "Liquidations",
  calculator: "Calculator",
  faucet: "Faucet",
  settings: "Settings",
  /** Of what is no page. */
  alone: "Session staking",
  site: "{page} · Session staking",
});

export type PageTitle = Exclude<keyof typeof titles.messages, "site" | "alone">;
