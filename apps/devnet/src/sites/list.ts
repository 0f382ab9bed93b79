import { type NetworkPlaces, toExplorerConfig, toPortalConfig } from "./config.ts";

/** A site of the network: static files of `apps/<name>`, and the one file that tells them where they are. */
export type SiteDefinition = {
  /** Of the service, and of the folder in `apps`. */
  readonly name: string;
  /** The port that is always the same. */
  readonly port: number;
  /** What it reads as `/config.json`. */
  readonly toConfig: (places: NetworkPlaces) => Readonly<Record<string, unknown>>;
};

/** Every site that a devnet builds and serves. */
export const SITES: readonly SiteDefinition[] = [
  { name: "portal", port: 4730, toConfig: toPortalConfig },
  { name: "explorer", port: 4740, toConfig: toExplorerConfig },
];
