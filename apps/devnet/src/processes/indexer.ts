import { createIndexerClient } from "@session/sdk";
import type { Bundle } from "../bundle.ts";
import type { DevnetFolder } from "../folder.ts";
import { isHealthy } from "../readiness.ts";
import type { ServiceStatus } from "../status.ts";
import { ChildService } from "./childService.ts";
import { childEnvironment } from "./node.ts";

export type IndexerServiceOptions = {
  readonly folder: DevnetFolder;
  readonly bundle: Bundle;
  readonly port: number;
  readonly l2Url: string;
  /** Base URLs of the nodes it reads blocks from: more than one, so that it goes on when one is killed. */
  readonly nodes: readonly string[];
  readonly onChange: () => void;
};

/** The indexer on its embedded database. */
export function createIndexerService(options: IndexerServiceOptions): ChildService {
  const { folder, bundle, port, l2Url, nodes, onChange } = options;
  return new ChildService({
    name: "indexer",
    log: folder.log("indexer"),
    env: childEnvironment(bundle),
    args: () => [
      "--max-semi-space-size=4",
      bundle.indexer,
      "start",
      ...["--data-dir", folder.indexer],
      ...["--network", folder.network],
      ...["--l2", l2Url],
      ...nodes.flatMap((url) => ["--node", url]),
      ...["--api-host", "127.0.0.1", "--api-port", String(port)],
      // One address asks for everything here.
      ...["--api-rate-limit", "1000000"],
      "--local-webhooks",
    ],
    isUp: () => isHealthy(port),
    onChange,
  });
}

/** How far it has come, asked now; undefined while it doesn't answer. */
export async function readIndexer(url: string): Promise<Pick<ServiceStatus, "final" | "l2" | "reason"> | undefined> {
  try {
    const { l2, chain } = await createIndexerClient({ url, timeoutMs: 3_000 }).getStatus();
    return {
      final: chain.head === null ? null : Number(chain.head.number),
      l2: l2.head === null ? null : Number(l2.head.number),
      reason: l2.halted ?? chain.halted,
    };
  } catch {
    return undefined;
  }
}

/** Why it isn't at the head of both chains; undefined when it is. */
export async function whyIndexerNotReady(url: string): Promise<string | undefined> {
  try {
    const { ready, reasons } = await createIndexerClient({ url, timeoutMs: 2_000 }).getReady();
    return ready ? undefined : reasons.join(", ");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
