import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeRewardsAbi,
} from "@session/contracts";

const SOURCE = join(import.meta.dirname, "..", "ponder");
const FOLDER = join(import.meta.dirname, "..", ".cache", "ponder");
const SOURCES = ["ponder.config.ts", "ponder.schema.ts", "settings.ts", "src"];

/** Installs Ponder into bench/.cache, if its package.json has changed since, and gives it the project's sources. */
export function preparePonder(log: (line: string) => void): string {
  mkdirSync(FOLDER, { recursive: true });
  const manifest = readFileSync(join(SOURCE, "package.json"), "utf8");
  const installed = join(FOLDER, "installed.json");
  if (!existsSync(installed) || readFileSync(installed, "utf8") !== manifest) {
    log("installing Ponder into bench/.cache");
    writeFileSync(join(FOLDER, "package.json"), manifest);
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: FOLDER, stdio: "ignore" });
    writeFileSync(installed, manifest);
  }
  for (const name of SOURCES) cpSync(join(SOURCE, name), join(FOLDER, name), { recursive: true });
  const abis = Object.entries({
    rewardsAbi: serviceNodeRewardsAbi,
    factoryAbi: serviceNodeContributionFactoryAbi,
    poolAbi: serviceNodeContributionAbi,
  });
  const text = abis.map(([name, abi]) => `export const ${name} = ${JSON.stringify(abi)};\n`).join("");
  writeFileSync(join(FOLDER, "abis.ts"), text);
  return FOLDER;
}
