import { bundlePrograms } from "../bundle.ts";
import { DevnetError } from "../errors.ts";
import { LiveNetwork } from "../live.ts";
import { buildSite } from "../sites/build.ts";
import { placesOf } from "../sites/config.ts";
import { SITES } from "../sites/list.ts";
import type { CommonOptions } from "./options.ts";
import { answer } from "./output.ts";

/** `config [site]`: the same file that the devnet's own server answers with. */
export async function runConfig({ folder, json }: CommonOptions, name: string): Promise<void> {
  const site = SITES.find((known) => known.name === name);
  const known = SITES.map((one) => one.name).join(", ");
  if (site === undefined)
    throw new DevnetError(
      { code: "SERVICE_UNKNOWN", service: name, known },
      `There is no site ${name}. There are: ${known}.`,
    );
  const { state, l2Url } = await LiveNetwork.connect(folder);
  const config = site.toConfig(placesOf(state, l2Url));
  answer(json, config, JSON.stringify(config, null, 2));
}

/** `build`: what a start would make otherwise. */
export async function runBuild({ json }: CommonOptions): Promise<void> {
  const programs = await bundlePrograms();
  const sites: Record<string, string> = {};
  for (const { name } of SITES) sites[name] = await buildSite(name);
  const made = [programs.node, programs.indexer, ...Object.values(sites)];
  answer(json, { programs, sites }, made.join("\n"));
}
