import { readFileSync } from "node:fs";
import { type Abi, type Address, encodeDeployData, getContract, type Hex } from "viem";
import { exitsArtifact } from "../../../src/abis/generated/Exits.ts";
import { nodeViewsArtifact } from "../../../src/abis/generated/NodeViews.ts";
import { ownerSettingsArtifact } from "../../../src/abis/generated/OwnerSettings.ts";
import { proxyAdminAbi } from "../../../src/abis/generated/ProxyAdmin.ts";
import { registrationsArtifact } from "../../../src/abis/generated/Registrations.ts";
import { contractPresets, serviceNodeRewardsAbi, serviceNodeRewardsArtifact } from "../../../src/index.ts";
import type { PresetName } from "../../../src/presets.ts";
import type { TestChain } from "../../support/chain.ts";

type Linkable = { readonly bytecode: string; readonly linkReferences: unknown };
type LinkReferences = Record<string, Record<string, readonly { readonly start: number; readonly length: number }[]>>;
/** Code of the rewards contract and its libraries, by contract name. */
export type Release = Readonly<Record<string, Linkable>>;

/**
 * An implementation from before the code was divided as it is now: other bytecode, the same storage layout. Frozen, so
 * that every later one is tested against state this one has written.
 */
export const previousRelease = JSON.parse(
  readFileSync(new URL("./previousImplementation.json", import.meta.url), "utf8"),
) as Release;

export const currentRelease: Release = {
  ServiceNodeRewards: serviceNodeRewardsArtifact,
  Exits: exitsArtifact,
  NodeViews: nodeViewsArtifact,
  OwnerSettings: ownerSettingsArtifact,
  Registrations: registrationsArtifact,
};

/** ERC-1967: keccak256 of "eip1967.proxy.implementation" and "eip1967.proxy.admin", less one. */
const SLOTS = {
  implementation: "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
  admin: "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103",
} as const;

/** The address in one of a proxy's two slots. */
export async function proxySlot(chain: TestChain, proxy: Address, slot: keyof typeof SLOTS): Promise<Address> {
  const word = await chain.client.getStorageAt({ address: proxy, slot: SLOTS[slot] });
  return `0x${(word ?? "0x").slice(26)}`;
}

/** Deploys a release's libraries and its implementation as account 0. */
export async function deployImplementation(
  chain: TestChain,
  release: Release,
  token: Address,
  preset: PresetName,
): Promise<Address> {
  const codeOf = (name: string) => {
    const artifact = release[name];
    if (artifact === undefined) throw new RangeError(`no ${name} in the release`);
    return artifact;
  };
  const create = async (data: Hex): Promise<Address> => {
    const hash = await chain.wallet(0).sendTransaction({ data, gas: 15_000_000n });
    const { contractAddress } = await chain.client.waitForTransactionReceipt({ hash });
    if (contractAddress == null) throw new Error("not created");
    return contractAddress;
  };
  const { bytecode, linkReferences } = codeOf("ServiceNodeRewards");
  let linked = bytecode;
  for (const libraries of Object.values(linkReferences as LinkReferences))
    for (const [name, places] of Object.entries(libraries)) {
      const library = await create(codeOf(name).bytecode as Hex);
      for (const { start } of places)
        linked = `${linked.slice(0, 2 + 2 * start)}${library.slice(2)}${linked.slice(2 + 2 * start + 40)}`;
    }
  const args = [token, contractPresets[preset].durations];
  return create(encodeDeployData({ abi: serviceNodeRewardsAbi as Abi, bytecode: linked as Hex, args }));
}

/** The admin of a proxy, bound to an account. */
export async function proxyAdmin(chain: TestChain, proxy: Address, as: number) {
  return getContract({
    abi: proxyAdminAbi,
    address: await proxySlot(chain, proxy, "admin"),
    client: { public: chain.client, wallet: chain.wallet(as) },
  });
}
