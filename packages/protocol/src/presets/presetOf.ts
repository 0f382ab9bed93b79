import { devnet } from "./devnet.ts";
import { mainnet } from "./mainnet.ts";
import type { Preset, PresetName } from "./preset.ts";
import { stagenet } from "./stagenet.ts";

const PRESETS: Readonly<Record<PresetName, Preset>> = { mainnet, stagenet, devnet };

export function presetOf(name: PresetName): Preset {
  return PRESETS[name];
}

export function isPresetName(name: unknown): name is PresetName {
  return typeof name === "string" && Object.hasOwn(PRESETS, name);
}
