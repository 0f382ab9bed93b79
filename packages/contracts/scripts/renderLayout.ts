import { join } from "node:path";
import { buildInfos, builtArtifacts, root } from "./builds.ts";

/** Where the snapshot of the storage layout is kept. */
export const layoutSnapshot = join(root, "snapshots/layout.json");
const HOLDER = "contracts/testing/StorageLayouts.sol";

type Member = { label: string; slot: string; offset: number; type: string };
type Layout = {
  storage: Member[];
  types: Record<string, { label: string; numberOfBytes: string; members?: Member[] }>;
};
type Output = { contracts: Record<string, Record<string, { storageLayout?: Layout }>> };

/** Every struct with its members' slots, in a form that changes only when the layout does. */
function describeLayout({ storage, types }: Layout): Record<string, string[]> {
  const nameOf = (type: string) => types[type]?.label ?? type;
  const line = ({ label, slot, offset, type }: Member) => `${slot}+${offset} ${label}: ${nameOf(type)}`;
  const structs = Object.values(types).flatMap(({ label, members }) =>
    members === undefined ? [] : [[label, members.map(line)] as const],
  );
  return Object.fromEntries([["variables", storage.map(line)], ...structs.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The layout of all namespaced structs as the last build has it, or nothing when they were not built. */
export function renderLayout(): Record<string, string[]> | undefined {
  const holders = builtArtifacts().filter(({ inputSourceName }) => inputSourceName.endsWith(HOLDER));
  for (const { contracts } of buildInfos<Output>("output", holders))
    for (const [source, { StorageLayouts }] of Object.entries(contracts))
      if (source.endsWith(HOLDER) && StorageLayouts?.storageLayout !== undefined)
        return describeLayout(StorageLayouts.storageLayout);
  return undefined;
}
