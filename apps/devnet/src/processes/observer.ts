import { mkdirSync } from "node:fs";
import type { Bundle } from "../bundle.ts";
import type { DevnetFolder } from "../folder.ts";
import { isListening } from "../readiness.ts";
import { ChildService } from "./childService.ts";
import { childEnvironment } from "./node.ts";

/** A peer outside the network that writes down every vote and proposal it hears: the evidence of `devnet audit`. */
export function createObserver(options: {
  readonly folder: DevnetFolder;
  readonly bundle: Bundle;
  readonly port: number;
  readonly onChange: () => void;
}): ChildService {
  const { folder, bundle, port, onChange } = options;
  mkdirSync(folder.observer, { recursive: true });
  return new ChildService({
    name: "observer",
    log: folder.log("observer"),
    env: childEnvironment(bundle),
    args: () => [
      "--max-semi-space-size=4",
      bundle.node,
      "observe",
      ...["--data-dir", folder.observer],
      ...["--network", folder.network],
      ...["--out", folder.votes],
      ...["--p2p-host", "127.0.0.1", "--p2p-port", String(port), "--local-peers"],
    ],
    isUp: () => isListening(port),
    onChange,
  });
}
