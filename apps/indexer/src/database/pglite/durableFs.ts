import { closeSync, existsSync, fsyncSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** Makes what was written to an open file or folder outlast a power cut. */
export type SyncFile = (fd: number, path: string) => void;

type Stream = { readonly nfd?: number; readonly node: object };
/** Emscripten's view of a real folder; it lets `fsync` through where its operations have one, and has none itself. */
type NodeFolders = {
  readonly realPath: (node: object) => string;
  readonly stream_ops: { fsync?: (stream: Stream) => number };
};

/** PGlite's files in a real folder, with an `fsync` that does what PostgreSQL asks of it. */
export class DurableFs extends NodeFS {
  readonly #sync: SyncFile;

  constructor(folder: string, sync: SyncFile = fsyncSync) {
    super(folder);
    this.#sync = sync;
  }

  override async init(...given: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...given);
    const addSync = (module: { readonly NODEFS: unknown }) => {
      const folders = module.NODEFS as NodeFolders;
      folders.stream_ops.fsync = ({ nfd, node }) => {
        const path = folders.realPath(node);
        // Folders aren't opened by Emscripten.
        if (nfd === undefined) syncFolder(path, this.#sync);
        else this.#sync(nfd, path);
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addSync] } };
  }
}

/** Of PGlite's defaults without `-F`, which turns fsync off; its `fdatasync` does nothing, whatever the files can. */
const DURABLE = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...["-c", "fsync=on", "-c", "wal_sync_method=fsync"],
];

/** Opens PGlite in a folder so that what it has committed outlasts a power cut. */
export async function openDurable(folder: string, settings: readonly string[], sync?: SyncFile): Promise<PGlite> {
  const isNew = !existsSync(join(folder, "PG_VERSION"));
  const db = await PGlite.create({ fs: new DurableFs(folder, sync), startParams: [...DURABLE, ...settings] });
  // What it makes a folder with doesn't sync.
  if (isNew) syncAll(folder, sync ?? fsyncSync);
  return db;
}

function syncAll(folder: string, sync: SyncFile): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncAll(path, sync);
    else if (entry.isFile()) syncPath(path, sync);
  }
  syncFolder(folder, sync);
}

function syncPath(path: string, sync: SyncFile): void {
  const fd = openSync(path, "r");
  try {
    sync(fd, path);
  } finally {
    closeSync(fd);
  }
}

/** Windows has no such thing, and keeps names by itself. */
function syncFolder(path: string, sync: SyncFile): void {
  if (process.platform !== "win32") syncPath(path, sync);
}
