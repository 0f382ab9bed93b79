import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import type { Need, Suite } from "./plan.ts";

/** How to get what a suite needs, said when it is skipped or fails for want of it. */
const WAY: Readonly<Record<Need, string>> = {
  docker:
    "needs Docker: install it (https://docs.docker.com/engine/install), start its daemon, check with `docker info`",
  browser: "needs Chromium: install it (`apt-get install chromium`) or set CHROMIUM_PATH to its binary",
  postgres: "needs PostgreSQL's server programs: install them (`apt-get install postgresql`)",
};

/** A browser is installed in a minute, and pages nobody has looked at are untested: without one the suite fails, not only in CI. */
const FAILS_WITHOUT: ReadonlySet<Need> = new Set<Need>(["browser"]);

const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function isPresent(need: Need): boolean {
  if (need === "docker") return spawnSync("docker", ["info"], { stdio: "ignore", timeout: 20_000 }).status === 0;
  if (need === "postgres") return globSync("/usr/lib/postgresql/*/bin/postgres").length > 0;
  const configured = process.env.CHROMIUM_PATH;
  return (configured === undefined ? CHROMIUM_PATHS : [configured]).some((path) => existsSync(path));
}

/** What a suite needs and this machine lacks: a sentence for each, and whether that fails it or lets it be skipped. */
export type Missing = { readonly sentences: readonly string[]; readonly isFailure: boolean };

/** Nothing when the suite can run. */
export function missingFor(suite: Suite, isCi: boolean): Missing | undefined {
  const missing = suite.needs.filter((need) => !isPresent(need));
  if (missing.length === 0) return undefined;
  const isFailure = isCi || missing.some((need) => FAILS_WITHOUT.has(need));
  return { sentences: missing.map((need) => WAY[need]), isFailure };
}
