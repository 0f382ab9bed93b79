import { toHex } from "../api/format.ts";
import type { Database } from "./database.ts";
import { StoreError } from "./errors.ts";
import { fromJsonBytes, toJsonBytes } from "./json.ts";

/** Whose data a folder holds. */
export type DataIdentity = {
  readonly genesisHash: Uint8Array;
  readonly ed25519Key: Uint8Array;
  readonly blsKey: Uint8Array;
};

const KEY = "meta/identity";

/**
 * Marks an empty folder as this node's, and refuses one that is another node's or another network's: mixing them could
 * make one key sign for two histories.
 *
 * @throws StoreError DATA_OF_OTHER_NODE
 */
export async function claimDataFolder(database: Database, dataDir: string, identity: DataIdentity): Promise<void> {
  const wanted: Record<string, string> = {
    network: toHex(identity.genesisHash),
    ed25519: toHex(identity.ed25519Key),
    bls: toHex(identity.blsKey),
  };
  const stored = await database.get(KEY);
  if (stored === undefined) return database.write([{ type: "put", key: KEY, value: toJsonBytes(wanted) }]);
  compare(dataDir, fromJsonBytes<Record<string, string>>(stored), wanted);
}

/**
 * Refuses a folder of another network; an unmarked one passes.
 *
 * @throws StoreError DATA_OF_OTHER_NODE
 */
export async function checkNetwork(database: Database, dataDir: string, genesisHash: Uint8Array): Promise<void> {
  const stored = await database.get(KEY);
  if (stored === undefined) return;
  compare(dataDir, fromJsonBytes<Record<string, string>>(stored), { network: toHex(genesisHash) });
}

function compare(dataDir: string, found: Record<string, string>, wanted: Record<string, string>): void {
  for (const [field, expected] of Object.entries(wanted)) {
    const actual = found[field] ?? "nothing";
    if (actual === expected) continue;
    const whose = field === "network" ? `network ${actual}` : `the node with ${field} key ${actual}`;
    throw new StoreError(
      { code: "DATA_OF_OTHER_NODE", path: dataDir, field, found: actual, expected },
      `${dataDir} holds the data of ${whose}, not of ${expected}. Choose another folder with --data-dir.`,
    );
  }
}
