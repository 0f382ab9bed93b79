import { request } from "node:http";
import { join } from "node:path";
import type { Bundle } from "../bundle.ts";
import type { DevnetFolder } from "../folder.ts";
import type { NodePorts } from "../ports.ts";
import { isHealthy } from "../readiness.ts";
import { ChildService } from "./childService.ts";

export type NodeServiceOptions = {
  readonly name: string;
  readonly folder: DevnetFolder;
  readonly bundle: Bundle;
  readonly ports: NodePorts;
  readonly l2Url: string;
  readonly clockOffsetMs: () => number;
  readonly onChange: () => void;
};

/** V8's compiled code is kept beside the bundle; heaps stay small, ten of them share a machine. */
export function childEnvironment(bundle: Bundle): Record<string, string> {
  return { NODE_COMPILE_CACHE: bundle.compileCache, NODE_COMPILE_CACHE_PORTABLE: "1", UV_THREADPOOL_SIZE: "2" };
}

/** A Session Node, registered or spare. */
export function createNodeService(options: NodeServiceOptions): ChildService {
  const { name, folder, bundle, ports, l2Url, clockOffsetMs, onChange } = options;
  return new ChildService({
    name,
    log: folder.log(name),
    env: childEnvironment(bundle),
    args: () => [
      "--max-semi-space-size=4",
      bundle.node,
      "start",
      ...["--data-dir", folder.node(name)],
      ...["--network", folder.network],
      ...["--l2", l2Url],
      ...["--p2p-host", "127.0.0.1", "--p2p-port", String(ports.p2p)],
      ...["--api-host", "127.0.0.1", "--api-port", String(ports.api)],
      // One address asks for everything here: the portal, the explorer, tests and this program.
      ...["--api-rate-limit", "1000000"],
      ...["--clock-offset-ms", String(clockOffsetMs())],
      ...["--log-level", "info", "--local-peers", "--bls-threads", "0"],
    ],
    isUp: () => isHealthy(ports.api),
    onChange,
  });
}

/** A call on a node's own Unix socket, which no other user of the machine can reach. */
export function callAdmin(dataDir: string, call: string, body: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { socketPath: join(dataDir, "admin.sock"), path: `/${call}`, method: "POST", timeout: 5_000 },
      (response) => {
        response.resume();
        response.once("end", () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`${call}: status ${response.statusCode}`)),
        );
      },
    );
    outgoing.once("error", reject);
    outgoing.once("timeout", () => outgoing.destroy(new Error(`${call}: no answer`)));
    outgoing.end(JSON.stringify(body));
  });
}
