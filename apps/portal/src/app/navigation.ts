import type { PortalConfig } from "../config/network.ts";
import type { PageTitle } from "./titles.ts";

export type PlaceInNavigation = {
  readonly href: string;
  readonly title: PageTitle;
  /** Under "More" where there is room for a row. */
  readonly minor?: true;
};

const PLACES: readonly PlaceInNavigation[] = [
  { href: "/", title: "overview" },
  { href: "/stake", title: "stake" },
  { href: "/register", title: "register" },
  { href: "/stakes", title: "stakes" },
  { href: "/rewards", title: "rewards" },
  { href: "/faucet", title: "faucet" },
  { href: "/vesting", title: "vesting", minor: true },
  { href: "/liquidations", title: "liquidations", minor: true },
  { href: "/calculator", title: "calculator", minor: true },
  { href: "/settings", title: "settings", minor: true },
];

/** The pages one can go to from everywhere, as far as this site has them. */
export function placesOf({ faucetUrl }: Pick<PortalConfig, "faucetUrl">): readonly PlaceInNavigation[] {
  return PLACES.filter(({ href }) => href !== "/faucet" || faucetUrl !== null);
}

/** True on the page itself and on those under it: a pool is under "Stake", the overview has nothing under it. */
export function isAt(href: string, pathname: string): boolean {
  return pathname === href || (href !== "/" && pathname.startsWith(`${href}/`));
}
