import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { WORKSPACE } from "./folder.ts";

// Before anything large is loaded: starting the network from sources costs half as much with compiled code kept.
enableCompileCache(join(WORKSPACE, ".devnet", "bundles", "compiled"));
await import("./program.ts");
