// Who may use whom. The direction is that of docs/architecture: towards `protocol`, never back.

/** Layers a project of a layer may use in what it ships. `testing` comes in addition for tests, see {@link TESTING}. */
export const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  testing: [],
  contracts: [],
  bls: ["protocol"],
  config: ["contracts", "protocol"],
  l2: ["protocol"],
  sdk: ["bls", "config", "contracts", "protocol"],
  http: ["protocol", "sdk"],
  ui: ["sdk"],
  web: ["sdk", "ui"],
  app: ["protocol", "contracts", "bls", "config", "l2", "sdk", "http", "ui", "web"],
  suite: ["protocol", "contracts", "bls", "config", "l2", "sdk"],
  tools: [],
};

/** The layer everybody's tests may use. */
export const TESTING = "testing";

/** Projects that exist for testing or local networks: they use `testing` in their main code too. */
export const SHIPS_TESTING: readonly string[] = ["devnet", "tools"];

/** Tag of a project whose `src/` must run in a browser. */
export const BROWSER_TAG = "runs-in:browser";

/** Parts of browser packages that are for Node only, reachable by a subpath of `exports` and never from the rest. */
export const NODE_ONLY: Readonly<Record<string, readonly string[]>> = {
  bls: ["packages/bls/src/backends/blst.ts", "packages/bls/src/workers/"],
  config: ["packages/config/src/readNetwork.ts"],
  contracts: ["packages/contracts/src/deploy/"],
  web: ["packages/web/build/"],
};

/** Packages with native code or Node's own interfaces, which no browser can load. */
export const NODE_PACKAGES: readonly string[] = [
  "@chainsafe/blst",
  "@nomicfoundation/ignition-core",
  "classic-level",
  "@libp2p/tcp",
  "drizzle-orm",
  "fastify",
  "pg",
  "pino",
  "prom-client",
];

/** Root devDependencies that tests and settings may import without declaring them again. */
export const FOR_TESTS: readonly string[] = ["vitest", "fast-check", "typescript", "vite", "esbuild", "nx"];

/** The shared test settings, the only files outside its folder that a project's own settings may import. */
export const SHARED_SETTINGS: readonly string[] = [
  "tools/vitest.config.ts",
  "tools/vitest.jsdom.config.ts",
  "tools/vitest.programs.ts",
];

/** Folders within projects that are projects of their own to npm, with dependencies apart from the workspace's. */
export const STANDALONE: readonly string[] = ["apps/indexer/bench/ponder/"];
