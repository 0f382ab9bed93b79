import { join } from "node:path";
import { readJson, root } from "../../../scripts/builds.ts";
import { type NetworkParameters, parseNetworkParameters, TgeError, type TgeErrorDetail } from "../../../src/index.ts";

/** A parameter file's content as it is. */
export const parameterFile = (name: string): unknown =>
  readJson<unknown>(join(root, "ignition/parameters", `${name}.json`));

/** The devnet's parameters, with changes by path, e.g. `{"tge.time": null}`. */
export function devnetWith(changes: Readonly<Record<string, unknown>>): unknown {
  const content = structuredClone(parameterFile("devnet"));
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const parent = keys.reduce((at, key) => (at as Record<string, unknown>)[key], content);
    (parent as Record<string, unknown>)[last] = value;
  }
  return content;
}

export const devnetParameters = (): NetworkParameters => parseNetworkParameters(parameterFile("devnet"));

/** Matches a TgeError with exactly this detail. */
export const tgeError = (detail: TgeErrorDetail) => (error: unknown) => {
  if (!(error instanceof TgeError)) throw error;
  return JSON.stringify(error.detail, toText) === JSON.stringify(detail, toText);
};

const toText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
