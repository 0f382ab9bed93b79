import { createHash } from "node:crypto";
import { mkdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Root of the checkout. */
export const WORKSPACE = resolve(import.meta.dirname, "../../..");

/** Unix sockets' paths end at 107 bytes on Linux and 103 on macOS. */
const MAX_SOCKET_PATH_BYTES = 103;

/** Where everything of one devnet lies. */
export class DevnetFolder {
  readonly path: string;

  constructor(path = join(WORKSPACE, ".devnet")) {
    this.path = resolve(path);
  }

  get state(): string {
    return join(this.path, "state.json");
  }
  /** Processes of the running devnet, to find what a kill has left behind. */
  get processes(): string {
    return join(this.path, "processes.json");
  }
  get nodes(): string {
    return join(this.path, "nodes");
  }
  get network(): string {
    return join(this.path, "network.json");
  }
  get l2(): string {
    return join(this.path, "l2");
  }
  get logs(): string {
    return join(this.path, "logs");
  }
  /** Votes, proposals and attestations the observer heard, a JSON object in each line. */
  get votes(): string {
    return join(this.path, "observer", "votes.jsonl");
  }
  /** The indexer's database. */
  get indexer(): string {
    return join(this.path, "indexer");
  }
  get observer(): string {
    return join(this.path, "observer");
  }
  /** Keys made for journeys, so that what they hold isn't lost when one is interrupted. */
  get wallets(): string {
    return join(this.path, "wallets.json");
  }

  log(service: string): string {
    return join(this.logs, `${service}.log`);
  }
  /** Data folder of a node, by a name short enough for the socket in it. */
  node(name: string): string {
    return join(this.#isNodesPathShort ? this.nodes : shortName(this.nodes), name);
  }

  /** Makes the short name of the nodes' folder if one is needed; in a short path nothing. */
  async linkNodes(): Promise<void> {
    await mkdir(this.nodes, { recursive: true });
    if (this.#isNodesPathShort) return;
    const link = shortName(this.nodes);
    await rm(link, { force: true });
    await symlink(this.nodes, link);
  }

  /** Takes the short name back when the network ends. */
  async unlinkNodes(): Promise<void> {
    if (!this.#isNodesPathShort) await rm(shortName(this.nodes), { force: true });
  }

  get #isNodesPathShort(): boolean {
    return Buffer.byteLength(join(this.nodes, "spare100", "admin.sock")) <= MAX_SOCKET_PATH_BYTES;
  }

  /** The running devnet listens here for the other commands. */
  get controlSocket(): string {
    return shortSocketPath(join(this.path, "control.sock"));
  }
}

/** A socket's path, or where it is too long a name in the folder for temporary files that is always the same for it. */
export function shortSocketPath(path: string): string {
  return Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES ? path : `${shortName(path)}.sock`;
}

function shortName(path: string): string {
  return join(tmpdir(), `session-devnet-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`);
}
