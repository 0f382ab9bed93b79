export { defineSite, type SiteOptions } from "./defineSite.ts";
export { type Devnet, findDevnet, readSiteConfig, startDevnet } from "./devnet.ts";
export { reportFirstLoad } from "./firstLoad.ts";
export { type ServeSiteOptions, serveSite } from "./serveSite.ts";
